import { navigating, updated } from '$app/state';
import { isTyped, leaveUnasked } from '#lib/ui/typed.ts';
import { toasts } from '#lib/ui/toasts.svelte.ts';

/**
 * A tab that has been open since before a new version came asks for files that may be gone. It loads
 * itself anew, unless that lost what somebody has typed: then it says so, and leaves when to them.
 */
export function watchForNewer(): void {
	addEventListener('vite:preloadError', () => void loadNewer());
}

async function loadNewer(): Promise<void> {
	// What is fetched ahead is missed by nobody yet.
	if (!navigator.userActivation.isActive) return;
	// On its way to another page, the router finds out itself, and goes there by loading it.
	if (!(await updated.check()) || navigating.to) return;
	if (!isTyped() && !wasJustLoaded()) location.reload();
	else toasts.offer('There is a newer version of this page. Loading it loses what you have typed here.', { label: 'Load it', run: loadUnasked });
}

function loadUnasked(): void {
	leaveUnasked();
	location.reload();
}

/** What does not help once is not tried again and again. */
function wasJustLoaded(): boolean {
	const [entry] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
	return entry?.type === 'reload' && performance.now() < 10_000;
}
