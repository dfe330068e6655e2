import type { CallStart } from '../model/call-start.js';
import { warn } from '../open/warn.js';
import type { CallNumbers } from '../record/order/numbering.js';
import type { Take } from '../record/take.js';
import type { Served } from './current.js';

/** By cassette, the methods that were told already. */
const told = new WeakMap<object, Set<string>>();

/** Starts the take of a call that goes to the server; one that is only taken to belong to the cassette is told by name. */
export function beginTake(
  { cassette, isByFallback }: Served,
  call: CallStart,
  start: number | undefined,
  numbers: CallNumbers | undefined,
): Take | undefined {
  const take = cassette.engine.record(call, start, numbers);
  if (take !== undefined && isByFallback) tell(cassette, call.method);
  return take;
}

function tell(cassette: Served['cassette'], method: string): void {
  const methods = told.get(cassette) ?? new Set();
  told.set(cassette, methods);
  if (methods.has(method)) return;
  methods.add(method);
  warn(
    `${cassette.path}: the call ${method} is recorded here, for no other cassette is in use. It was made outside of useCassette's function, as those of a server under test are.`,
  );
}
