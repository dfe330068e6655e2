/** All of grpc's propagation bits, which are set where a call gives none (`Propagate.DEFAULTS`). */
const PROPAGATE_DEFAULTS = 0xffff;
/** A bit of `propagate_flags` that grpc has no use for. */
const CLAIMED = 1 << 30;

/**
 * The flags of a call that a cassette has in hand: what stands beneath it leaves the call alone, so that none is recorded
 * twice. They are all of a call's options that interceptors pass on and the channel gets to see.
 */
export function claim(flags: number | null | undefined): number {
  return (flags ?? PROPAGATE_DEFAULTS) | CLAIMED;
}

/** Whether a cassette above has the call in hand. */
export function isClaimed(flags: number | null | undefined): boolean {
  return ((flags ?? 0) & CLAIMED) !== 0;
}
