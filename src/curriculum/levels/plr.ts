import { z } from 'zod'
import { average, canonicalJson, sum, type Json, type Random } from '../../core/index.ts'
import {
  checkOutcomes,
  count,
  readState,
  requireCount,
  requireOption,
  requirePositive,
  requireShare,
} from '../check.ts'
import type { LevelChoice, LevelCurriculum, Outcome } from '../curriculum.ts'
import { normalised } from '../statistics.ts'

export interface PlrOptions<Level extends Json> {
  /** Draws a level, from the stream alone: a seed, a problem, the state of a maze. */
  readonly draw: (random: Random) => Level
  /** How often a level is replayed: [0, 1], or in proportion to how many of so many levels are remembered. Default 0.5. */
  readonly replay?: number | { readonly levels: number }
  /** How many levels are remembered: 1 … Default 4000. */
  readonly capacity?: number
  /** β > 0: the weight of a level is (1 / rank of its score)^(1/β). Default 0.1. */
  readonly temperature?: number
  /** ρ, how much of a replay's probability goes by the steps since a level was seen: [0, 1]. Default 0.1; if robust, 0.3. */
  readonly staleness?: number
  /**
   * What the score of a level is where its outcome has none: the mean |r − mean r| of its attempts, or its best
   * return so far less the mean. Both are 0 for one attempt. Default 'value-loss'.
   */
  readonly score?: 'value-loss' | 'regret'
  /** Whether learners are to take gradients from levels that are replayed only. Default false. */
  readonly robust?: boolean
}

/** A level that is remembered. */
type Entry = {
  readonly level: Json
  readonly score: number
  /** The best return so far. */
  readonly best: number
  /** The step in which it was seen last. */
  readonly seen: number
}
type State = { readonly step: number; readonly entries: readonly Entry[] }

/** How often a new level is looked for before one that is remembered already is taken. */
const TRIES = 20

/**
 * Prioritised level replay: new levels, or those again from which there was most to learn.
 *
 * P(level) = (1 − ρ) P_score + ρ P_stale: P_score in proportion to (1 / rank)^(1/β) by score, P_stale to the steps
 * since the level was seen. When the memory is full, a new level takes the place of the one that is least likely to be
 * replayed, unless that one scores more.
 *
 * Source: Jiang, Grefenstette and Rocktäschel, "Prioritized Level Replay" (2021); `robust`: Jiang et al., "Replay-Guided
 * Adversarial Environment Design" (2021); `score: 'regret'`: its maximum Monte-Carlo estimate.
 *
 * @throws UserError for options out of range.
 */
export function plr<Level extends Json>(options: PlrOptions<Level>): LevelCurriculum<Level> {
  const { draw, replay = 0.5, capacity = 4000, temperature = 0.1, robust = false } = options
  const { staleness = robust ? 0.3 : 0.1, score = 'value-loss' } = options
  const name = robust ? 'robust-plr' : 'plr'
  if (typeof replay === 'number') requireShare(name, 'replay', replay)
  else requireCount(name, 'replay.levels', replay.levels)
  requireCount(name, 'capacity', capacity)
  requireOption(
    name,
    'score',
    score,
    score === 'value-loss' || score === 'regret',
    "'value-loss' or 'regret'",
  )
  requirePositive(name, 'temperature', temperature)
  requireShare(name, 'staleness', staleness)

  const schema = schemaOf(capacity)
  let state: State = { step: 0, entries: [] }
  let derived: { readonly known: ReadonlyMap<string, number>; readonly odds: readonly number[] } | null = null
  const become = (next: State) => {
    state = next
    derived = null
  }
  const current = () =>
    (derived ??= {
      known: new Map(state.entries.map(({ level }, i) => [canonicalJson(level), i])),
      odds: replayOdds(state, temperature, staleness),
    })
  const replayShare = () => {
    if (state.entries.length === 0) return 0
    return typeof replay === 'number' ? replay : Math.min(1, state.entries.length / replay.levels)
  }
  return {
    name,
    trains: ({ isNew }) => !(robust && isNew),
    next(random) {
      const { known, odds } = current()
      if (random.uniform() < replayShare())
        return { level: state.entries[random.categorical(odds)]!.level as Level, isNew: false }
      let level = draw(random)
      for (let i = 1; i < TRIES && known.has(canonicalJson(level)); i++) level = draw(random)
      return { level, isNew: !known.has(canonicalJson(level)) }
    },
    update(outcomes) {
      checkOutcomes(name, outcomes, isChoice)
      const { known, odds } = current()
      become(learn(state, { outcomes, known, odds, capacity, score }))
    },
    metrics() {
      const { entries, step } = state
      const { odds } = current()
      return {
        'curriculum/new': 1 - replayShare(),
        'curriculum/replay': replayShare(),
        'curriculum/memory/levels': entries.length,
        'curriculum/memory/score': average(entries.map((entry) => entry.score)),
        'curriculum/memory/age': average(entries.map(({ seen }) => step - seen)),
        'curriculum/replayed/score': sum(entries.map((entry, i) => odds[i]! * entry.score)),
      }
    },
    state: () => state,
    restore: (saved) => become(readState(name, schema, saved)),
  }
}

/** Returns the probability of each level that is remembered, when one is replayed. */
function replayOdds({ step, entries }: State, temperature: number, staleness: number): readonly number[] {
  const order = entries.map((_, i) => i).toSorted((a, b) => entries[b]!.score - entries[a]!.score)
  const byScore: number[] = []
  for (const [i, entry] of order.entries()) byScore[entry] = (1 / (i + 1)) ** (1 / temperature)
  const scores = normalised(byScore)
  const ages = normalised(entries.map(({ seen }) => step - seen))
  return entries.map((_, i) => (1 - staleness) * scores[i]! + staleness * ages[i]!)
}

interface Lesson {
  readonly outcomes: readonly Outcome<LevelChoice>[]
  /** By canonical JSON, the places of levels among the entries. */
  readonly known: ReadonlyMap<string, number>
  readonly odds: readonly number[]
  readonly capacity: number
  readonly score: 'value-loss' | 'regret'
}

function learn({ step: before, entries: old }: State, lesson: Lesson): State {
  const step = before + 1
  const entries = [...old]
  const places = new Map(lesson.known)
  // Who is least likely to be replayed leaves first; newcomers of this step are no candidates.
  const leaving = old.map((_, i) => i).toSorted((a, b) => lesson.odds[a]! - lesson.odds[b]!)
  for (const { choice, returns, score } of lesson.outcomes) {
    const key = canonicalJson(choice.level)
    const place = places.get(key)
    const best = Math.max(...returns, place === undefined ? 0 : entries[place]!.best)
    const scored = score ?? (lesson.score === 'regret' ? best - average(returns) : valueLoss(returns))
    const entry: Entry = { level: choice.level, score: scored, best, seen: step }
    if (place !== undefined) entries[place] = entry
    else if (entries.length < lesson.capacity) places.set(key, entries.push(entry) - 1)
    else {
      while (leaving.length > 0 && entries[leaving[0]!]!.seen === step) leaving.shift()
      const worst = leaving[0]
      if (worst === undefined || entries[worst]!.score > scored) continue
      places.delete(canonicalJson(entries[worst]!.level))
      places.set(key, worst)
      entries[worst] = entry
    }
  }
  return { step, entries }
}

function valueLoss(returns: readonly number[]): number {
  const value = average(returns)
  return average(returns.map((each) => Math.abs(each - value)))
}

/** Not by a schema: this is asked of every outcome. */
function isChoice(choice: Json): boolean {
  if (typeof choice !== 'object' || choice === null || !('level' in choice)) return false
  return typeof choice['isNew'] === 'boolean' && Object.keys(choice).length === 2
}

const schemaOf = (capacity: number) =>
  z.strictObject({
    step: count,
    entries: z
      .array(z.strictObject({ level: z.json(), score: z.number(), best: z.number(), seen: count }))
      .max(capacity),
  })
