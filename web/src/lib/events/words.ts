import type { Schemas } from '#lib/api/client.ts';
import { counted, scopeWords } from '#lib/contexts/where.ts';
import { dayOf, spoken, timeOf } from '#lib/when.ts';

type Event = Schemas['Event'];
type Action = Schemas['Action'];
/** What identifiers and addresses stand for, as far as a page knows: users, groups, courses, modules. */
export type Names = ReadonlyMap<string, string>;

/** What an entry holds, with names in place of identifiers where they are known. */
class Told {
	readonly #event: Event;
	readonly #names: Names;

	constructor(event: Event, names: Names) {
		this.#event = event;
		this.#names = names;
	}

	value(key: string): unknown {
		return (this.#event.changes as Record<string, unknown>)[key];
	}

	text(key: string, otherwise: string): string {
		const held = this.value(key);
		const value = isChange(held) ? held.to : held;
		return typeof value === 'string' ? (this.#names.get(value) ?? (isId(value) ? otherwise : value)) : otherwise;
	}

	/** The user that it is about: by name, else by the address that was kept. */
	get user(): string {
		const { kind, id } = this.#event.subject;
		if (kind === 'user') return this.#names.get(id) ?? this.text('name', this.text('email', 'a user'));
		return this.text('user_id', 'a user');
	}

	/** The driver whose share ended. */
	get driver(): string {
		return this.#names.get(this.#event.subject.id) ?? 'a driver';
	}

	/** With whom a driver is shared, as it is told on either side. */
	get receiver(): string {
		return this.value('by') ? 'this account' : this.text('with', 'another account');
	}

	get course(): string {
		return this.text('course_id', 'a course');
	}

	get group(): string {
		return this.#names.get(this.#event.subject.id) ?? this.text('name', 'a group');
	}

	quoted(key: string): string {
		const value = this.text(key, '');
		return value ? ` “${value}”` : '';
	}

	many(key: string, what: string): string {
		const ids = this.value(key);
		if (!Array.isArray(ids)) return `${what}s`;
		const [only] = ids;
		return ids.length === 1 ? (this.#names.get(only) ?? `a ${what}`) : counted(ids.length, what);
	}

	get score(): string {
		const score = this.value('score');
		return typeof score === 'number' ? `, score ${score} %` : '';
	}
}

/** What was done, as it goes on after who did it. */
const SAID: Record<Action, string | ((it: Told) => string)> = {
	account_created: 'created the account',
	account_changed: 'changed the account',
	account_closed: 'closed the account',
	plan_changed: 'changed the account’s plan',
	reseller_requested: 'asked for the company to become a reseller',
	reseller_refused: 'refused to make the company a reseller',
	api_key_created: (it) => `made the API key${it.quoted('name')}`,
	api_key_removed: 'removed an API key',
	report_link_created: (it) => `made the report link${it.quoted('name')}`,
	report_link_revoked: 'ended a report link',
	order_created: (it) => {
		const quantity = it.value('quantity');
		const what = it.value('kind') === 'codes' ? 'code' : 'licence';
		return `ordered ${typeof quantity === 'number' ? counted(quantity, what) : `${what}s`} of ${it.course}`;
	},
	order_fulfilled: 'fulfilled an order',
	code_redeemed: (it) => `redeemed a code for ${it.course}`,
	code_used: 'used a code of this account',
	code_voided: 'voided a code',
	batch_voided: 'voided all unused codes of a batch',
	codes_sent: (it) => {
		const sent = it.value('sent');
		return `sent ${typeof sent === 'number' ? counted(sent, 'code') : /* @wc-include */ 'codes'} by mail`;
	},
	course_assigned: (it) => `assigned ${it.course} to ${it.user}`,
	course_revoked: (it) => `took ${it.course} back from ${it.user}`,
	user_added: (it) => `added ${it.user}`,
	user_invited: (it) => `invited ${it.user}`,
	invitation_resent: (it) => `sent ${it.user} the invitation again`,
	user_activated: 'joined the account',
	user_declined: 'declined the invitation',
	user_signed_in: 'signed in to the account',
	module_completed: (it) => `completed ${it.text('module_id', 'a module')} of ${it.course}${it.score}`,
	course_completed: (it) => `completed ${it.course}${it.score}`,
	user_changed: (it) => `changed ${it.user}`,
	user_removed: (it) => `removed ${it.user}`,
	admin_appointed: (it) => `made ${it.user} an admin`,
	admin_dismissed: (it) => `made ${it.user} a driver; no longer an admin`,
	account_handed_over: (it) => `handed the account over to ${it.text('to', 'an admin')}`,
	account_refused: (it) => `refused shares and invitations from ${it.text('name', 'an account')}`,
	account_allowed: 'allowed an account again that was refused',
	count_mended: 'mended a count',
	group_created: (it) => `made the group ${it.group}`,
	group_renamed: 'renamed a group',
	group_removed: (it) => `deleted the group ${it.group}`,
	group_members_added: (it) => `put ${it.many('user_ids', 'user')} into ${it.group}`,
	group_member_removed: (it) => `took ${it.text('user_id', 'a user')} out of ${it.group}`,
	mail_text_changed: 'changed the text of a mail',
	mail_text_reset: 'set the text of a mail back to the default',
	invitation_text_changed: 'changed the text of the invitation mail',
	invitation_text_reset: 'set the text of the invitation mail back to the default',
	reminders_changed: 'changed what people are reminded of',
	training_session_created: (it) => `scheduled the training session${it.quoted('title')}`,
	training_session_changed: (it) => `changed the training session${it.quoted('title')}`,
	training_session_cancelled: (it) => `cancelled the training session${it.quoted('title')}`,
	manager_invited: (it) => `invited ${it.text('email', 'a firm')} as manager`,
	manager_invitation_resent: (it) => `sent ${it.text('email', 'a manager')} the invitation again`,
	manager_accepted: 'accepted to look after the account',
	manager_declined: 'declined to look after the account',
	manager_changed: 'changed what a manager looks after',
	manager_removed: (it) => `removed ${it.text('email', 'a manager')} as manager`,
	manager_left: 'looks after the account no more',
	manager_people_changed: 'changed who of a firm looks after the account',
	firm_invited: 'invited this company to look after an account',
	firm_accepted: 'accepted to look after a client',
	firm_declined: 'declined to look after a client',
	client_labelled: 'changed a client’s labels',
	client_people_changed: 'changed who looks after a client',
	client_ended: 'looks after a client no more',
	drivers_shared: (it) => `shared ${it.many('drivers', 'driver')} with ${it.receiver}`,
	driver_unshared: (it) => `stopped sharing ${it.driver} with ${it.receiver}`,
	driver_given_back: (it) => `gave ${it.driver} back${it.value('by') ? '' : ` to ${it.text('to', 'another account')}`}`,
	route_created: (it) => `made the route${it.quoted('name')}`,
	route_changed: 'changed a route',
	route_removed: (it) => `deleted the route${it.quoted('name')}`,
	driver_assigned: (it) => `put ${it.text('driver', 'a driver')} on a route`,
	driver_unassigned: (it) => `took ${it.text('driver', 'a driver')} off a route`
};

/** What entries tell of others: the names of accounts that share drivers, the addresses of users who are gone. */
export function toldBy(events: Event[]): Map<string, string> {
	return new Map(
		events.flatMap(({ action, subject, changes }) => {
			const { with: receiver, by, email } = changes as { with?: string; by?: string; email?: string };
			const gone = action === 'user_removed' || action === 'user_declined';
			const told = action === 'drivers_shared' ? (receiver ?? by) : gone ? email : undefined;
			return told ? [[subject.id, told] as const] : [];
		})
	);
}

export const ACTIONS = Object.keys(SAID) as Action[];

export function whatWasDone(event: Event, names: Names): string {
	const said = SAID[event.action];
	return typeof said === 'string' ? said : said(new Told(event, names));
}

export function whoDidIt({ actor, changes }: Event, names: Names): string {
	if (actor.email) return names.get(actor.email) ?? actor.email;
	// Who of a firm accepted, or of another account shared a driver, is their own matter.
	const { firm_id, by } = changes as { firm_id?: string; by?: string };
	if (actor.kind === 'system' && firm_id) return names.get(firm_id) ?? 'A firm';
	if (actor.kind === 'system' && by) return names.get(by) ?? (isId(by) ? 'Another account' : by);
	return { person: 'Somebody who is gone', api_key: 'An API key', operator: 'The operator', system: 'Codriver' }[actor.kind];
}

/** An action as a filter names it: `user_invited` is `User invited`. */
export function actionName(action: string): string {
	const words = action.replaceAll('_', ' ').replace('api key', 'API key');
	return words.charAt(0).toUpperCase() + words.slice(1);
}

type Change = { what: string; from: string; to: string };

/** What was one thing before and another after, in words; what is new was nothing before. */
export function changesOf(event: Event, names: Names, zone: string): Change[] {
	if (event.action.endsWith('_created')) return [];
	return Object.entries(event.changes as Record<string, unknown>).flatMap(([key, value]) => {
		if (!isChange(value)) return [];
		const [from, to] = [shown(value.from, names, zone), shown(value.to, names, zone)];
		return from === to ? [] : [{ what: actionName(key.replace(/_ids?$/, '')), from, to }];
	});
}

function isChange(value: unknown): value is { from: unknown; to: unknown } {
	return typeof value === 'object' && value !== null && 'from' in value && 'to' in value;
}

function shown(value: unknown, names: Names, zone: string): string {
	if (value === null || value === undefined || value === '') return 'none';
	if (typeof value === 'boolean') return value ? 'yes' : 'no';
	if (Array.isArray(value)) return value.length ? value.map((each) => shown(each, names, zone)).join(', ') : 'none';
	if (typeof value === 'object') return 'kind' in value ? scopeWords(value as Schemas['Scope']) : JSON.stringify(value);
	const text = String(value);
	if (/^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(text)) return `${spoken(dayOf(new Date(text), zone))}, ${timeOf(text, zone)}`;
	return names.get(text) ?? (isId(text) ? 'one that is gone' : text);
}

function isId(text: string): boolean {
	return /^[a-z]{3}_[0-9A-Z]{26}$/.test(text);
}
