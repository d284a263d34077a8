import { afterNavigate, replaceState } from '$app/navigation';
import { page } from '$app/state';

/** What the address asks to begin, such as to add users, is begun; loaded again it is not asked for any more. */
export function onAsked(begin: (what: string) => void): void {
	afterNavigate(({ to }) => {
		const what = to?.url.searchParams.get('do');
		if (!what) return;
		replaceState(page.url.pathname, {});
		begin(what);
	});
}
