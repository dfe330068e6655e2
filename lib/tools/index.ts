export type { SecretFinding } from '../cassette/scan.js';
export { type ScanOptions, scanCassette } from './scan-cassette.js';
