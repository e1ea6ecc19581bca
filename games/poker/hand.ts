/** The categories of poker hands, from the weakest: strength >> 20 is an index. */
export const HANDS = [
  'high card',
  'pair',
  'two pair',
  'three of a kind',
  'straight',
  'flush',
  'full house',
  'four of a kind',
  'straight flush',
]

/**
 * Returns the strength of the best poker hand among cards, five at most: the stronger hand has the larger
 * number, equal hands the same.
 *
 * The cards come as a set of ranks for each of four suits: bit 0 is the lowest rank of the deck, bit
 * ranks − 1 the ace, which also counts below the lowest in a straight. Any number of cards: with fewer
 * than five there are no straights and flushes, and fewer kickers.
 */
export function strengthOf(a: number, b: number, c: number, d: number, ranks: number): number {
  const any = a | b | c | d
  const pairs = (a & (b | c | d)) | (b & (c | d)) | (c & d)
  const threes = (a & b & (c | d)) | (c & d & (a | b))
  const fours = a & b & c & d
  const flush = hasFive(a) ? a : hasFive(b) ? b : hasFive(c) ? c : hasFive(d) ? d : 0
  if (flush !== 0) {
    const high = straight(flush, ranks)
    if (high >= 0) return (8 << 20) | (high << 16)
  }
  if (fours !== 0) {
    const four = highest(fours)
    return (7 << 20) | (four << 16) | (top(any & ~(1 << four), 1) << 12)
  }
  const three = highest(threes)
  const full = threes === 0 ? 0 : pairs & ~(1 << three)
  if (full !== 0) return (6 << 20) | (three << 16) | (highest(full) << 12)
  if (flush !== 0) return (5 << 20) | top(flush, 5)
  const high = straight(any, ranks)
  if (high >= 0) return (4 << 20) | (high << 16)
  if (threes !== 0) return (3 << 20) | (three << 16) | (top(any & ~(1 << three), 2) << 8)
  if (pairs === 0) return top(any, 5)
  const pair = highest(pairs)
  const second = pairs & ~(1 << pair)
  if (second === 0) return (1 << 20) | (pair << 16) | (top(any & ~(1 << pair), 3) << 4)
  const low = highest(second)
  return (2 << 20) | (pair << 16) | (low << 12) | (top(any & ~(1 << pair) & ~(1 << low), 1) << 8)
}

/** The highest rank of a set; −1 of none. */
const highest = (set: number) => 31 - Math.clz32(set)

/** The n highest ranks of a set, four bits each, zeros where there are fewer. */
function top(set: number, n: number): number {
  let code = 0
  for (let rest = set; n > 0; n--) {
    const rank = highest(rest)
    code = (code << 4) | Math.max(rank, 0)
    rest &= ~(1 << rank)
  }
  return code
}

/** The highest rank of the best straight; −1 without one. */
function straight(set: number, ranks: number): number {
  const runs = set & (set >> 1) & (set >> 2) & (set >> 3) & (set >> 4)
  if (runs !== 0) return highest(runs) + 4
  return ranks > 4 && (set & 15) === 15 && set >> (ranks - 1) === 1 ? 3 : -1
}

function hasFive(set: number): boolean {
  let rest = set
  for (let n = 0; n < 4; n++) rest &= rest - 1
  return rest !== 0
}
