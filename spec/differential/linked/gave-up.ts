/** A call failed, and the program does nothing more, as most programs would. */
export class GaveUp extends Error {}
