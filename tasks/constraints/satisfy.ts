import { COLOURS, countOf, holds, isLost, LONGEST, type Colour, type Constraint } from './constraint.ts'

/**
 * Finds a shortest sentence of 1 to 8 words that keeps all constraints; null where there is none.
 *
 * What a beginning can become depends only on its length, its last word, which colours it has and how often it has
 * those that are counted: of the beginnings that agree in these, one is enough.
 */
export function satisfy(constraints: readonly Constraint[]): Colour[] | null {
  const counted = constraints.flatMap((constraint) => (constraint[0] === 'times' ? [constraint[1]] : []))
  const key = (sentence: readonly Colour[]) =>
    [
      COLOURS.filter((colour) => sentence.includes(colour)),
      counted.map((colour) => countOf(colour, sentence)),
      sentence.at(-1),
    ].join()

  let beginnings: Colour[][] = [[]]
  for (let length = 1; length <= LONGEST; length++) {
    const longer = new Map<string, Colour[]>()
    for (const beginning of beginnings)
      for (const colour of COLOURS) {
        const sentence = [...beginning, colour]
        if (constraints.every((constraint) => holds(constraint, sentence))) return sentence
        if (!constraints.some((constraint) => isLost(constraint, sentence)))
          longer.set(key(sentence), sentence)
      }
    beginnings = [...longer.values()]
  }
  return null
}
