// What other-grpc.js looks at to see which copy an ES module is given.
export { Client } from '@grpc/grpc-js';
