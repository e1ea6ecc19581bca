/** Counts the members of a set of numbers 0 … 31 that is kept as bits. */
export function sizeOf(set: number): number {
  const pairs = set - ((set >>> 1) & 0x55555555)
  const nibbles = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333)
  return Math.imul((nibbles + (nibbles >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
}

/** Returns the i-th lowest member of a set of numbers 0 … 31 that is kept as bits. */
export function memberOf(set: number, i: number): number {
  let rest = set
  for (let left = i; left > 0; left--) rest &= rest - 1
  return 31 - Math.clz32(rest & -rest)
}
