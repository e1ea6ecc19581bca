/** Returns the i-th lowest member of a set of numbers 0 … 31 that is kept as bits. */
export function memberOf(set: number, i: number): number {
  let rest = set
  for (let left = i; left > 0; left--) rest &= rest - 1
  return 31 - Math.clz32(rest & -rest)
}
