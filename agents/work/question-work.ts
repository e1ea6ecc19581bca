import { stream, UserError, type Json } from 'coevo/core'
import type { Work } from 'coevo/scenario'
import { z } from 'zod'
import type { Occasion } from './crafting.ts'
import {
  informed,
  newQuestion,
  occasions,
  replays,
  zonesOf,
  isHalfSolvable,
  type Question,
} from './question-pool.ts'
import { questionSessions, type QuestionSessionsOptions } from './question-sessions.ts'

export interface QuestionWorkOptions<
  Name extends string,
  Problem extends Json,
  Dials extends string,
> extends QuestionSessionsOptions<Name, Problem, Dials> {
  /** The questions that there are at first. */
  readonly seeds: readonly Problem[]
  /** Questions a round that are worked on again. */
  readonly replayed: number
  /** Questions a round that are crafted of what was failed or mastered; 0 for the seeds alone. */
  readonly crafted: number
  /** The run's. */
  readonly seed: number
}

const stateSchema = z.strictObject({
  pool: z.array(
    z.strictObject({
      prompt: z.string(),
      success: z.number().nullable(),
      answer: z.string(),
      isGrown: z.boolean(),
    }),
  ),
  sessions: z.int().min(0),
  isRuled: z.boolean(),
})

/**
 * Lets a curriculum of questions grow while its solver works on it.
 *
 * In a round some questions are worked on again, and a teacher crafts others of a question and an answer to it; they
 * join if it can answer them itself. What cannot be crafted yet is worked on again instead, so that every round has as
 * many questions. 'curriculum/ZONE' counts the questions of each zone; 'teacher/valid' is the share of what was crafted
 * that is a question, 'teacher/added' how many of them are new, 'teacher/halfSolvable' the share of them that are.
 *
 * A model that teaches and crafts no question in a round is replaced by the rule from then on ('teacher/ruled' is 1).
 *
 * @throws UserError for a task that reads no questions.
 */
export function questionWork<const Name extends string, Problem extends Json, Dials extends string>(
  options: QuestionWorkOptions<Name, Problem, Dials>,
): Work<Name> {
  const { task, teacher, seed } = options
  const held = questionSessions(options)
  let pool: readonly Question[] = options.seeds.map((problem) => newQuestion(task.prompt(problem)))
  let sessions = 0
  let isRuled = teacher === undefined
  let from: readonly Occasion[] = []
  let teaching: Readonly<Record<string, number>> = {}

  return {
    next(step) {
      const random = stream(seed, 'round', step)
      from = occasions(pool, options.crafted, random)
      const count = options.replayed + options.crafted
      const questions = replays(pool, count - from.length, random)
      const kind = held.round({ first: sessions, questions, occasions: from, isRuled })
      sessions += count
      return { kind, sessions: count }
    },
    update() {
      const found = held.findings()
      const crafted = found.filter(({ parent }) => parent !== null)
      const known = new Set(pool.map(({ prompt }) => prompt))
      teaching = {
        'teacher/added': crafted.filter(({ prompt }) => !known.has(prompt)).length,
        'teacher/ruled': isRuled ? 1 : 0,
        ...(from.length > 0 && { 'teacher/valid': crafted.length / from.length }),
        ...(crafted.length > 0 && {
          'teacher/halfSolvable': crafted.filter(isHalfSolvable).length / crafted.length,
        }),
      }
      isRuled ||= from.length > 0 && crafted.length === 0
      pool = informed(pool, found)
    },
    metrics: () => ({
      ...Object.fromEntries(
        Object.entries(zonesOf(pool)).map(([zone, count]) => [`curriculum/${zone}`, count]),
      ),
      ...teaching,
    }),
    state: () => ({ pool: pool.map((question) => ({ ...question })), sessions, isRuled }),
    restore(state) {
      const read = stateSchema.safeParse(state)
      if (!read.success) throw new UserError(`This is no state of questions about '${task.name}'.`)
      ;({ pool, sessions, isRuled } = read.data)
    },
  }
}
