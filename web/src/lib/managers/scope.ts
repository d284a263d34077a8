import type { Schemas } from '#lib/api/client.ts';
import { scopeWords } from '#lib/contexts/where.ts';

/** What a form holds of a scope: the choices of each kind stay while another is looked at. */
export type ScopeChoice = {
	kind: 'company' | 'groups' | 'drivers';
	groups: string[];
	drivers: Pick<Schemas['User'], 'id' | 'name' | 'email'>[];
};

export function scopeOf({ kind, groups, drivers }: ScopeChoice): Schemas['NewScope'] {
	switch (kind) {
		case 'company':
			return { kind };
		case 'groups':
			return { kind, group_ids: groups };
		case 'drivers':
			return { kind, user_ids: drivers.map(({ id }) => id) };
	}
}

/** What is missing before a scope can be sent. */
export function whatIsMissing({ kind, groups, drivers }: ScopeChoice): string | undefined {
	if (kind === 'groups' && !groups.length) return 'Choose at least one group.';
	if (kind === 'drivers' && !drivers.length) return 'Choose at least one driver.';
	return undefined;
}

export function scopeNames(scope: Schemas['Scope'], groups: Schemas['Group'][]): string {
	if (scope.kind !== 'groups' || !scope.group_ids.length) return capital(scopeWords(scope));
	const names = scope.group_ids.map((id) => groups.find((group) => group.id === id)?.name ?? 'a group');
	return names.join(', ');
}

function capital(text: string): string {
	return text.charAt(0).toUpperCase() + text.slice(1);
}
