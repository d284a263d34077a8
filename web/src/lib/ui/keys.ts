/** Where a key is for something else than the page: what is typed in, a dialog, an open menu. */
const OTHERS = 'input:not([type=checkbox]), textarea, select, dialog, [popover]';

/** Whether a key was pressed for the page itself. */
export function isPressed(event: KeyboardEvent, key: string): boolean {
	const held = event.ctrlKey || event.metaKey || event.altKey;
	return event.key === key && !held && !(event.target as HTMLElement).closest(OTHERS);
}
