import { expect, it } from 'vitest';
import { readLabels } from './labels.ts';

it('labels are parted by commas, each once', () => {
	expect(readLabels(' North, corporate,, North ,')).toEqual(['North', 'corporate']);
});
