import type { Problem } from '#lib/api/problem.ts';

declare global {
	namespace App {
		interface Error {
			message: string;
			code?: Problem['code'];
			requestId?: string | null;
		}
	}
}

export {};
