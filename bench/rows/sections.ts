import type { Rows } from '../place.js';
import { hostile } from './hostile.js';
import { installed } from './installed.js';
import { longStream } from './long-stream.js';
import { lookedUp } from './looked-up.js';
import { missed } from './missed.js';
import { opened } from './opened.js';
import { reading } from './reading.js';
import { recorded } from './recorded.js';
import { replayed } from './replayed.js';
import { saved } from './saved.js';
import { startUp } from './start-up.js';
import { suite } from './suite.js';
import { thinking } from './thinking.js';

/** What is measured, in order, and which rows of the table of aims it has; 0: none of them. */
export const SECTIONS: readonly { readonly rows: readonly number[]; readonly measure: Rows }[] = [
  { rows: [1, 2], measure: startUp },
  { rows: [3, 4], measure: replayed },
  { rows: [5, 6], measure: recorded },
  { rows: [7, 8, 9], measure: opened },
  { rows: [10], measure: saved },
  { rows: [11], measure: missed },
  { rows: [12], measure: lookedUp },
  { rows: [13], measure: longStream },
  { rows: [14], measure: thinking },
  { rows: [15], measure: installed },
  { rows: [16], measure: hostile },
  { rows: [0], measure: suite },
  { rows: [0], measure: reading },
];
