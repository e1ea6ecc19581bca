import type { Random } from 'coevo/core'
import type { Occasion } from './crafting.ts'

/** A question of a curriculum, and what came of it when it was worked on last. Plain data. */
export type Question = {
  readonly prompt: string
  /** The share of the attempts that were right; null before the first. */
  readonly success: number | null
  /** What was answered: something wrong, where anything was. */
  readonly answer: string
  /** Whether something harder has been made of it. */
  readonly isGrown: boolean
}

/** Where a question stands by its success. */
export type Zone = 'new' | 'mastered' | 'learning' | 'tooHard'

/** By the success s: mastered at 1, too hard at 0, to be learned between them. */
export function zoneOf({ success }: Pick<Question, 'success'>): Zone {
  if (success === null) return 'new'
  return success === 1 ? 'mastered' : success === 0 ? 'tooHard' : 'learning'
}

/** Whether the solver is right about half the time: in a quarter to three quarters of its attempts. */
export function isHalfSolvable({ success }: Pick<Question, 'success'>): boolean {
  return success !== null && success >= 0.25 && success <= 0.75
}

/** Counts the questions of each zone. */
export function zonesOf(pool: readonly Question[]): Record<Zone, number> {
  const counts = { new: 0, mastered: 0, learning: 0, tooHard: 0 }
  for (const question of pool) counts[zoneOf(question)]++
  return counts
}

/** A question before anything is known of it. */
export const newQuestion = (prompt: string): Question => ({
  prompt,
  success: null,
  answer: '',
  isGrown: false,
})

/**
 * Chooses what is worked on again: new questions first, then those that were failed, whole or in part, in any order,
 * then the mastered; all over again where there are too few.
 */
export function replays(pool: readonly Question[], count: number, random: Random): Question[] {
  const ranks: Readonly<Record<Zone, number>> = { new: 0, learning: 1, tooHard: 1, mastered: 2 }
  const order = shuffled(pool, random).toSorted((a, b) => ranks[zoneOf(a)] - ranks[zoneOf(b)])
  return order.length === 0 ? [] : Array.from({ length: count }, (_, i) => order[i % order.length]!)
}

/**
 * Chooses what new questions grow from: those being learned and the mastered that nothing has grown from, in any
 * order, then those that are too hard; each once at most.
 */
export function occasions(pool: readonly Question[], count: number, random: Random): Occasion[] {
  const ranks: Readonly<Record<Zone, number>> = { learning: 0, mastered: 0, tooHard: 1, new: 2 }
  return shuffled(pool, random)
    .filter((question) => question.success !== null && !question.isGrown)
    .toSorted((a, b) => ranks[zoneOf(a)] - ranks[zoneOf(b)])
    .slice(0, count)
    .map(({ prompt, answer }) => ({ question: prompt, answer }))
}

/** What was found out about a question in a round. */
export interface Finding extends Pick<Question, 'prompt' | 'success' | 'answer'> {
  /** The question that it was made of; null for one worked on again. */
  readonly parent: string | null
}

/** Takes note of what was found out: new questions join, once each, and mastered parents have grown. */
export function informed(pool: readonly Question[], findings: readonly Finding[]): Question[] {
  const next = new Map(pool.map((question) => [question.prompt, question]))
  for (const { prompt, success, answer, parent } of findings) {
    const known = next.get(prompt)
    if (parent !== null) {
      const from = next.get(parent)
      if (from?.success === 1) next.set(parent, { ...from, isGrown: true })
    }
    next.set(prompt, { ...(known ?? newQuestion(prompt)), success, answer })
  }
  return [...next.values()]
}

/** Fisher and Yates. */
function shuffled<Item>(items: readonly Item[], random: Random): Item[] {
  const list = [...items]
  for (let i = list.length - 1; i > 0; i--) {
    const j = random.int(i + 1)
    ;[list[i], list[j]] = [list[j]!, list[i]!]
  }
  return list
}
