/** Which way a message goes. */
export type Direction = 'request' | 'response';
