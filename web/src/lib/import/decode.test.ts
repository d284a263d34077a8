import { expect, it } from 'vitest';
import { decode } from './decode.ts';

const utf16 = (text: string, big: boolean, mark = true) => {
	const codes = [...(mark ? '\ufeff' : ''), ...text].map((sign) => sign.charCodeAt(0));
	return new Uint8Array(codes.flatMap((code) => (big ? [code >> 8, code & 255] : [code & 255, code >> 8])));
};
const bytes = (text: string) => new TextEncoder().encode(text);
const LIST = 'email;name\r\na@x.com;Zoë';

it.each([
	['UTF-8', bytes(LIST)],
	['UTF-8', bytes(`\ufeff${LIST}`)],
	['UTF-16', utf16(LIST, false)],
	['UTF-16', utf16(LIST, true)],
	['UTF-16', utf16(LIST, false, false)],
	['UTF-16', utf16(LIST, true, false)],
	['Windows-1252', Uint8Array.from([...LIST].map((sign) => sign.charCodeAt(0)))]
])('a file in %s is read, with its mark or without', (encoding, file) => {
	expect(decode(file)).toEqual({ text: LIST, encoding });
});

it.each([
	['a workbook', [0x50, 0x4b, 0x03, 0x04, 0x14], /Save it as CSV/],
	['an old workbook', [0xd0, 0xcf, 0x11, 0xe0], /Save it as CSV/],
	['a picture', [0x89, 0x50, 0x4e, 0x47, 0x0d], /a picture/],
	['a PDF', [...bytes('%PDF-1.7')], /a PDF/],
	['a program', [0x7f, 0x45, 0x4c, 0x46, 0x00, 0x01], /no text/]
])('%s is refused, with what to do', (_, file, why) => {
	expect(() => decode(Uint8Array.from(file))).toThrow(why);
});
