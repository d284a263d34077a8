export type MenuItem = {
	label: string;
	/** A second, quieter line. */
	hint?: string;
	danger?: boolean;
	/** Why it cannot be chosen now. */
	reason?: string;
	run: () => void;
};
