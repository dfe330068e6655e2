import type { CassetteOptions, RecordMode } from '../../../lib/index.js';
import type { Program } from './program.js';
import type { Door, Owner } from './trial.js';

/** The cassette of a performance, and how its calls come to it. */
export interface Setting {
  readonly path: string;
  readonly mode: RecordMode;
  readonly timing: NonNullable<CassetteOptions['timing']>;
  readonly doors: readonly Door[];
  readonly owner: Owner;
}

/** What is to be performed. */
export interface Job {
  readonly programs: readonly Program[];
  readonly address: string;
  /** Names the worlds of the hub, so that each run begins in an empty one. */
  readonly run: string;
  readonly delayMs: number;
  /** None: the programs reach the server by plain clients. */
  readonly setting?: Setting;
  /** How long to wait for something to happen before what is open is cancelled; without it, for ever. */
  readonly patienceMs?: number;
}

/** What one program was told and what it made of it. */
export interface Run {
  readonly log: readonly string[];
  readonly value: string;
}

/** What the cassette says afterwards. */
export interface Aftermath {
  readonly misses: readonly string[];
  readonly forgiven: number;
}

export interface Performed extends Aftermath {
  readonly runs: readonly Run[];
}
