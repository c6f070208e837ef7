/** A container of pure nodes was given up in the middle: all that it is part of has ended. */
export class LoopStopped extends Error {
  override name = "LoopStopped";
}
