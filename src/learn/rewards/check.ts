/**
 * Returns the value, which must be a share.
 *
 * @throws RangeError unless 0 ≤ value ≤ 1.
 */
export function checkShare(value: number, what: string): number {
  if (!(value >= 0 && value <= 1)) throw new RangeError(`${what} is ${value}; it must be in [0, 1].`)
  return value
}
