import { describe, expect, it } from 'vitest';
import type { Schemas } from '#lib/api/client.ts';
import { fits, labelsOf, loadsOf } from './filters.ts';
import { named, namesOf } from './people.ts';

const ann = { id: 'per_1', name: 'Ann', email: 'ann@example.com' };
const bo = { id: 'per_2', name: null, email: 'bo@example.com' };

function client(name: string, labels: string[], people: Schemas['FirmPerson'][], driver_count = 0): Schemas['Client'] {
	const account = { id: `acc_${name}`, name, kind: 'company' as const };
	const at = '2026-11-22T09:33:20Z';
	return { account, scope: { kind: 'company' }, status: 'active', labels, people, driver_count, invited_at: at, accepted_at: at, version: 1 };
}

const leeds = client('Leeds Parcels', ['North', 'corporate'], [ann], 3);
const dover = client('Dover Freight', ['North'], [ann], 4);
const bath = client('Bath Bakery', [], []);

describe('clients', () => {
	it('are found by each word of name and labels, by label and by who looks after them', () => {
		expect(fits(leeds, {})).toBe(true);
		expect(fits(leeds, { q: 'north parcels' })).toBe(true);
		expect(fits(leeds, { q: 'north freight' })).toBe(false);
		expect(fits(dover, { label: 'corporate' })).toBe(false);
		expect(fits(dover, { label: 'North', person: ann.id })).toBe(true);
		expect([leeds, bath].map((one) => fits(one, { person: 'nobody' }))).toEqual([false, true]);
	});

	it('name their people as the firm does, else as they name themselves', () => {
		const known = [{ ...ann, name: null }, { ...bo, name: 'Adi, called Bo' }];
		expect(namesOf(named({ ...leeds, people: [ann, bo] }, known).people)).toBe('Adi, called Bo, Ann');
	});

	it('tell their labels, each once', () => {
		expect(labelsOf([leeds, dover, bath])).toEqual(['corporate', 'North']);
	});

	it('are counted for each of the people, for those without one too', () => {
		const counts = loadsOf([bo], [leeds, dover, bath]).map(({ person, clients, drivers }) => [person.id, clients, drivers]);
		expect(counts).toEqual([
			[ann.id, 2, 7],
			[bo.id, 0, 0]
		]);
	});
});
