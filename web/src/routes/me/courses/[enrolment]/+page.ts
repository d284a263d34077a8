import { error } from '@sveltejs/kit';
import { all, answer, api } from '#lib/api/client.ts';
import { contentOf } from '#lib/learning/content.ts';
import { refuse } from '#lib/session/me.ts';

export async function load({ params, depends }) {
	depends('codriver:own');
	const enrolments = await all((cursor) =>
		answer(api.GET('/v1/me/enrolments', { params: { query: { limit: 100, cursor } } }))
	).catch(refuse);
	const enrolment = enrolments.find(({ id }) => id === params.enrolment);
	if (!enrolment) error(404);
	return { enrolment, content: await contentOf(enrolment.course.id) };
}
