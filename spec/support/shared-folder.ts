import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The project's root, from wherever the specs were compiled to (`<root>/<build folder>/spec/support`). */
export const projectRoot: string = fileURLToPath(new URL('../../../', import.meta.url));

/** The folder beside the project that holds real cassettes and tables; absent on a user's machine. */
export const sharedFolder: string = fileURLToPath(new URL('../../../../shared/', import.meta.url));

export const hasSharedFolder: boolean = existsSync(`${sharedFolder}xai-cassettes`);
