import { fileURLToPath } from 'node:url';

/** The path of the schema that the server speaks: that of the sdks. */
export const shelfProto = fileURLToPath(new URL('../../sdks/protos/shelf.proto', import.meta.url));
