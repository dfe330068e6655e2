import type { ServerProcess } from './calls/start-server.js';
import type { Line } from './line.js';
import type { Settings } from './settings.js';

/** Where, and how much, is measured. */
export interface Place extends Settings {
  /** A path in the bench's own folder. */
  file(name: string): string;
  /** The bench's server, started when it is first asked for. */
  server(): Promise<ServerProcess>;
}

/** Measures lines that belong together, and gives each as soon as it is there. */
export type Rows = (place: Place) => AsyncIterable<Line>;
