import type { Engine } from '../../cassette/engine.js';
import { CassetteError } from '../../errors.js';
import type { Kind } from '../../model/kind.js';

/** The kind of a method's recordings; undefined where there are none, or none that can be read. */
export function findRecordedKind(engine: Engine, method: string): Kind | undefined {
  try {
    const { recordings } = engine.open();
    return (recordings.ofMethod(method)?.first ?? recordings.findFreeSeed())?.interaction;
  } catch (error) {
    if (CassetteError.is(error)) return undefined;
    throw error;
  }
}
