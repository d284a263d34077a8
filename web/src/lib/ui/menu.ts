import { mount } from 'svelte';

export type MenuItem = {
	label: string;
	/** A second, quieter line. */
	hint?: string;
	danger?: boolean;
	/** Why it cannot be chosen now. */
	reason?: string;
	run: () => void;
};

type Menu = { open: (at: HTMLElement, what: string, choices: MenuItem[]) => Promise<void> };
let menu: Promise<Menu> | undefined;

/** One menu for the whole console: it opens at whichever button asks for it, and is fetched by then. */
export async function openMenu(at: HTMLElement, what: string, choices: MenuItem[] | Promise<MenuItem[]>): Promise<void> {
	menu ??= import('./Menu.svelte').then(({ default: Menu }) => mount(Menu, { target: document.body }));
	// Out of reach once, it is fetched the next time.
	menu.catch(() => (menu = undefined));
	await (await menu).open(at, what, await choices);
}
