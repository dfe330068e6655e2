export type { SecretFinding } from '../cassette/secret-finding.js';
export { type ScanOptions, scanCassette } from './scan-cassette.js';
