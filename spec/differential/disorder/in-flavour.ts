import { NAMED_PROGRAMS, type NamedProgram } from '../named.js';
import type { Flavour, Program } from '../program.js';

/** The program with messages that its client and its server write otherwise each time. */
export function inFlavour(flavour: Flavour, program: Program): Program {
  return { calls: program.calls.map((plan) => ({ ...plan, codec: flavour })) };
}

/** The named programs, all but those about messages of another make. */
export function namedIn(flavour: Flavour): readonly NamedProgram[] {
  return Object.values(NAMED_PROGRAMS)
    .flat()
    .filter(({ program }) => program.calls.every(({ codec }) => codec === 'bytes'))
    .map(({ title, program }) => ({ title, program: inFlavour(flavour, program) }));
}
