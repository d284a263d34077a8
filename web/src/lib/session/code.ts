/** A sign-in code as it is read: any case, with or without dashes, look-alikes mended. */
export function readCode(typed: string): string {
	const symbols = typed
		.replace(/^\s*code\s*:/i, '')
		.toUpperCase()
		.replace(/O/g, '0')
		.replace(/[IL]/g, '1')
		.replace(/[^0-9A-Z]/g, '')
		.slice(0, 8);
	return symbols.length > 4 ? `${symbols.slice(0, 4)}-${symbols.slice(4)}` : symbols;
}

export function isWhole(code: string): boolean {
	return code.length === 9;
}
