import { expect, it } from 'vitest';
import { nextPage } from './file.ts';

it('follows the next page on this origin only', () => {
	const here = 'https://app.example';
	expect(nextPage('<https://app.example/v1/a?cursor=x>; rel="next"', here)).toBe('/v1/a?cursor=x');
	expect(nextPage('</v1/a?cursor=x>; rel="next"', here)).toBe('/v1/a?cursor=x');
	expect(nextPage('<https://elsewhere.example/v1/a>; rel="next"', here)).toBe('/v1/a');
	expect(nextPage(null, here)).toBeNull();
});
