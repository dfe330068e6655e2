import { type Cassette, CassetteError } from '../index.js';

/** Throws where the seed's interactions, which name no method, would be taken for answers to this method. */
export type SeedGuard = (definition: { readonly path: string }) => void;

/**
 * The seed's format holds `sample()` and `stream()` only, and says so by the kind of call alone: any unary call would be
 * given the next `sample()`'s answer. So a method is called only where the cassette holds it, or no such interactions.
 */
export function seedGuard(cassette: Cassette): SeedGuard {
  return ({ path: method }) => {
    if (cassette.plan === 'record') return;
    const { path, mode, interactions } = cassette;
    const isKnown = interactions.some(({ call }) => call?.method === method);
    if (isKnown || interactions.every(({ call }) => call !== undefined)) return;
    throw new CassetteError(
      'no_match',
      'The cassette holds sample() and stream() calls of a format that names no methods, and no recording of this one.\n' +
        `  call:      ${method}\n` +
        `  cassette:  ${path} (mode ${mode})\n` +
        '  next step: record this call into a cassette of its own, or everything anew with GRPC_CASSETTE_MODE=rewrite.',
      { path, mode, method },
    );
  };
}
