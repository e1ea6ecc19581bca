import * as fc from 'fast-check'
import { exampleRows, type ExampleRow } from './example-rows.ts'
import type { Unit } from './objective.ts'
import type { ObjectiveExample } from './probe.ts'

/** One thing that a loss is about, as numbers: a token is one row, a turn up to three, a pair two such turns. */
export interface ExampleItem {
  readonly rows: readonly ExampleRow[]
  /** Of a pair, how many of the rows are the winner's. */
  readonly won: number
  /** Pairs have no advantage and no pull: theirs is read by nobody. */
  readonly advantage: number
  readonly pull: number
  readonly weight: number
}

/** The most rows of an item. */
export const slots: Readonly<Record<Unit, number>> = { token: 1, turn: 3, pair: 6 }

export function exampleItems(unit: Unit, vocabularySize: number): fc.Arbitrary<ExampleItem> {
  const row = exampleRows(vocabularySize)
  const turn = fc.array(row, { minLength: 1, maxLength: unit === 'token' ? 1 : 3 })
  return fc.tuple(turn, unit === 'pair' ? turn : fc.constant([])).map(([won, lost]) => ({
    rows: [...won, ...lost],
    won: won.length,
    advantage: won[0]!.advantage,
    pull: won[0]!.pull,
    weight: won[0]!.weight,
  }))
}

/**
 * Lays items out as an example, each in its slots; what is left of them is padding.
 *
 * @param filling what padding rows hold
 * @param totals the weights of the turns, tokens or pairs of the whole minibatch
 */
export function exampleOfItems(
  unit: Unit,
  items: readonly ExampleItem[],
  filling: ExampleRow,
  totals: Pick<ObjectiveExample, 'tokenWeight' | 'turnWeight' | 'pairWeight'>,
): ObjectiveExample {
  const half = slots.pair / 2
  /** The turns of an item, each as the rows that it has in as many slots. */
  const turnsOf = ({ rows, won }: ExampleItem): (ExampleRow | null)[][] => {
    const fill = (some: readonly ExampleRow[], size: number) =>
      Array.from({ length: size }, (_, i) => some[i] ?? null)
    return unit === 'pair'
      ? [fill(rows.slice(0, won), half), fill(rows.slice(won), half)]
      : [fill(rows, slots[unit])]
  }
  const turns = items.flatMap(turnsOf)
  const slotted = turns.flat()
  const rows = slotted.map((row) => row ?? filling)
  const of = <Key extends keyof ExampleRow>(key: Key) => rows.map((row) => row[key])
  return {
    logits: of('logits'),
    chosen: of('chosen'),
    allowed: of('allowed'),
    behaviourLogp: of('behaviourLogp'),
    anchorLogProbabilities: of('anchorLogProbabilities'),
    detachedLogp: of('detachedLogp'),
    referenceLogProbabilities: of('referenceLogProbabilities'),
    referenceLogp: rows.map(({ referenceLogProbabilities, chosen }) => referenceLogProbabilities[chosen]!),
    advantage: unit === 'pair' ? turns.map(() => 0) : items.map(({ advantage }) => advantage),
    ...(unit !== 'pair' && { pull: items.map(({ pull }) => pull) }),
    weight: items.map(({ weight }) => weight),
    ...(unit !== 'token' && {
      structure: {
        segment: turns.flatMap((turn, i) => turn.map((row) => (row === null ? 0 : i))),
        present: slotted.map((row) => (row === null ? 0 : 1)),
        segmentLength: turns.map((turn) => turn.filter((row) => row !== null).length),
        winner: unit === 'pair' ? items.map((_, i) => 2 * i) : [],
        loser: unit === 'pair' ? items.map((_, i) => 2 * i + 1) : [],
      },
    }),
    ...totals,
  }
}

/** Returns the place of an item's row among the slots of all items. */
export function slotOf(unit: Unit, item: ExampleItem, at: number, row: number): number {
  const inside = unit === 'pair' && row >= item.won ? slots.pair / 2 + row - item.won : row
  return at * slots[unit] + inside
}
