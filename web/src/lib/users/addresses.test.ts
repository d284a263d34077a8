import { describe, expect, it } from 'vitest';
import { readAddresses } from './addresses.ts';

const read = (text: string) => readAddresses(text).map(({ email, name }) => (name ? `${name}|${email}` : email));

describe('pasted addresses', () => {
	it.each([
		['a@x.com', ['a@x.com']],
		['a@x.com, b@x.com;c@x.com\td@x.com\r\ne@x.com', ['a@x.com', 'b@x.com', 'c@x.com', 'd@x.com', 'e@x.com']],
		['a@x.com b@x.com', ['a@x.com', 'b@x.com']],
		['Ann Lee <ann@x.com>', ['Ann Lee|ann@x.com']],
		['"Ann Lee" <ann@x.com>\nBert ann2@x.com', ['Ann Lee|ann@x.com', 'Bert|ann2@x.com']],
		['"Lee, Ann" <ann@x.com>; Berg, Bert <bert@x.com>, c@x.com', ['Lee, Ann|ann@x.com', 'Berg, Bert|bert@x.com', 'c@x.com']],
		['"Lee; Ann" <ann@x.com>\n"Bert <bert@x.com>', ['Lee; Ann|ann@x.com', 'Bert|bert@x.com']],
		['nobody, a@x.com, nor this, <b@x.com>', ['nobody', 'a@x.com', 'nor this', 'b@x.com']],
		['mailto:a@x.com, Bert <mailto:b@x.com>', ['a@x.com', 'Bert|b@x.com']],
		['a@x.com\nA@X.com', ['a@x.com']],
		['nobody\n\n  ', ['nobody']]
	])('%j', (text, people) => expect(read(text)).toEqual(people));
});
