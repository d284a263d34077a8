/** Labels as they are typed: parted by commas, each once. */
export function readLabels(typed: string): string[] {
	return [...new Set(typed.split(',').map((label) => label.trim()).filter(Boolean))];
}
