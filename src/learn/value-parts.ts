import { distinctSequences } from './decisions.ts'
import { groupBy, promptKey } from './episodes.ts'
import type { Turn } from './experience.ts'
import type { Part } from './pack.ts'
import { parts, type GraphLimits } from './part.ts'

/** Sequences in which the values of turns are read: one row a turn, in the order of the turns. */
export interface ValuePart extends Part {
  readonly turns: readonly Turn[]
}

/** Lays the prompts of turns out in parts that a graph can hold. */
export function valueParts(turns: readonly Turn[], vocabularySize: number, limits: GraphLimits): ValuePart[] {
  if (turns.length === 0) return []
  const byPrompt = groupBy(turns, promptKey)
  const { sequences, places } = distinctSequences(byPrompt.map(([turn]) => turn!.prompt))
  const values = byPrompt.flatMap((same, i) =>
    same.map((turn) => ({
      sequence: places[i]!,
      position: turn.prompt.length - 1,
      before: 0,
      target: 0,
      weight: 1,
      turn,
    })),
  )
  return parts({ sequences, targets: [], values }, vocabularySize, limits).map((part) => ({
    ...part,
    turns: (part.values as typeof values).map(({ turn }) => turn),
  }))
}
