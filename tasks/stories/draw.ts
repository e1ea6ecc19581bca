import type { Random } from 'coevo/core'
import { drawNumber } from '../digits/number.ts'
import { amountOf, NAMES, THINGS, type Fact, type Relation, type Story } from './story.ts'

/** The most that anybody has. */
export const MOST = 9999

export interface StorySize {
  /** Facts that lead from a number to what is asked. */
  readonly steps: number
  /** Facts about others. Together with the steps 9 at most. */
  readonly distractors: number
  /** Digits of the first number, and at most of those that are more or fewer: 1 … 3. */
  readonly digits: number
}

/** Draws a story, in which every fact speaks of somebody who was spoken of before, or of nobody. */
export function drawStory({ steps, distractors, digits }: StorySize, random: Random): Story {
  const names: string[] = [...NAMES]
  const held = new Map<string, number>()
  const facts: Fact[] = []
  let asked: string | null = null

  const tell = (than: string | null, relations: readonly Relation[]) => {
    const who = names.splice(random.int(names.length), 1)[0]!
    const before = than === null ? 0 : held.get(than)!
    const possible = relations
      .map((relation) => ({ who, relation, amount: drawAmount(relation, digits, before, random), than }))
      .filter((fact) => isHeld(amountOf(fact, before)) && fact.amount > 0)
    const fact = possible[random.int(possible.length)]!
    held.set(who, amountOf(fact, before))
    facts.push(fact)
    return who
  }

  const left = { chain: steps + 1, distractors }
  while (left.chain + left.distractors > 0) {
    if (random.int(left.chain + left.distractors) < left.chain) {
      left.chain--
      asked = tell(asked, asked === null ? ['as'] : ['more', 'fewer', 'times'])
    } else {
      left.distractors--
      const known = [...held.keys()]
      const than = known[random.int(known.length + 1)] ?? null
      tell(than, than === null ? ['as'] : ['more', 'fewer', 'times'])
    }
  }
  return { thing: THINGS[random.int(THINGS.length)]!, facts, asked: asked! }
}

export const isHeld = (amount: number) => amount >= 0 && amount <= MOST

/** Draws the number of a fact; 0 where none is small enough. */
function drawAmount(relation: Relation, digits: number, before: number, random: Random): number {
  switch (relation) {
    case 'as':
      return Math.max(1, drawNumber(digits, random))
    case 'times':
      return 2 + random.int(8)
    case 'more':
      return 1 + random.int(10 ** digits - 1)
    case 'fewer':
      return before === 0 ? 0 : 1 + random.int(Math.min(before, 10 ** digits - 1))
  }
}
