import { CassetteError } from '../../lib/index.js';

/** The `CassetteError` that `action` throws; whatever else it throws is passed on. */
export function thrownBy(action: () => unknown): CassetteError {
  try {
    action();
  } catch (error) {
    if (CassetteError.is(error)) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

/** The `CassetteError` that `promise` rejects with; whatever else it rejects with is passed on. */
export async function rejectionOf(promise: Promise<unknown>): Promise<CassetteError> {
  const error = await promise.then(
    () => new Error('it resolved'),
    (reason: unknown) => reason,
  );
  if (CassetteError.is(error)) return error;
  throw error;
}
