import type { Random } from 'coevo/core'
import { COLOURS, CONSTRAINT_KINDS, countOf, holds, LONGEST, type Constraint } from './constraint.ts'

/** Draws constraints that one sentence, drawn first, keeps: the kind of each, then which of that kind. */
export function drawConstraints(count: number, random: Random): Constraint[] {
  const sentence = Array.from({ length: 1 + random.int(LONGEST) }, () => COLOURS[random.int(COLOURS.length)]!)
  const kept: Constraint[] = [
    ...COLOURS.flatMap((colour): Constraint[] => [
      ['include', colour],
      ['avoid', colour],
      ['first', colour],
      ['last', colour],
      ...COLOURS.map((other): Constraint => ['before', colour, other]),
      ...(sentence.includes(colour) ? [['times', colour, countOf(colour, sentence)] as const] : []),
    ]),
    ['words', sentence.length] as const,
    ['different'] as const,
  ].filter((constraint) => holds(constraint, sentence))
  return Array.from({ length: count }, () => {
    const kinds = CONSTRAINT_KINDS.filter((kind) => kept.some((constraint) => constraint[0] === kind))
    const kind = kinds[random.int(kinds.length)]
    const of = kept.filter((constraint) => constraint[0] === kind)
    const drawn = of[random.int(of.length)]!
    kept.splice(kept.indexOf(drawn), 1)
    return drawn
  })
}
