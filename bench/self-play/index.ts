import { parseArgs } from 'node:util'
import { openHall } from 'coevo/agents/match/hall'
import { match } from 'coevo/agents/match-session'
import { namedPolicy } from 'coevo/agents/policy/named-policy'
import type { Journal } from 'coevo/bus'
import { stream } from 'coevo/core'
import { kuhnPoker } from 'coevo/games/kuhn-poker'
import type { Episode } from 'coevo/learn'
import { decoderConfig, initialParameters, LocalModel, WordTokenizer } from 'coevo/model'

/** Games a second of Kuhn poker through referee, players and bus, by what decides. */
interface Result {
  readonly benchmark: 'self-play'
  readonly goals: { readonly tabular: number; readonly model: number }
  readonly gamesPerSecond: Readonly<Record<string, number>>
}

/** As many games as a training step of scenarios/kuhn-equilibrium plays. */
const ROUND = 512
const CONCURRENCY = 256

/**
 * Plays rounds of Kuhn poker for `--seconds` (default 3) each way and prints the games a second.
 *
 * A model's weights change after every round, as in training, so that nothing it computed for the last
 * one helps it in the next.
 */
export async function run(args: readonly string[]): Promise<Result> {
  const { values } = parseArgs({
    args: [...args],
    strict: false,
    options: { seconds: { type: 'string', default: '3' }, json: { type: 'boolean', default: false } },
  })
  const json = values['json'] === true
  const budget = Number(values['seconds']) * 1000
  const ways: Record<string, (seed: number) => Promise<void>> = {
    'tabular uniform': tabular('uniform'),
    'tabular cfr+': tabular('cfr+:1000'),
    'tabular cfr+, with a journal': tabular('cfr+:1000', { append: () => {} }),
    'model nano': self('nano'),
    'model tiny': self('tiny'),
  }
  const gamesPerSecond: Record<string, number> = {}
  for (const [name, play] of Object.entries(ways)) {
    for (let seed = 0; seed < 4; seed++) await play(seed)
    let rounds = 0
    const start = performance.now()
    while (performance.now() - start < budget) await play(rounds++)
    gamesPerSecond[name] = Math.round((rounds * ROUND * 1000) / (performance.now() - start))
    if (!json) console.log(`${name.padEnd(28)} ${gamesPerSecond[name]} games/s`)
  }
  const result: Result = { benchmark: 'self-play', goals: { tabular: 10_000, model: 2000 }, gamesPerSecond }
  if (json) console.log(JSON.stringify(result))
  return result
}

/** Counts only if every game was played to its end. */
async function finished(episodes: Promise<Episode[]>): Promise<void> {
  for (const { session, end } of await episodes)
    if (end !== 'finished') throw new Error(`game ${session}: ${end}`)
}

const sessions = Array.from({ length: ROUND }, (_, i) => i)
const round = { sessions, concurrency: CONCURRENCY }

/** Both seats played by a policy that needs no model. */
function tabular(name: string, journal?: Journal): (seed: number) => Promise<void> {
  const policy = namedPolicy(kuhnPoker, name)
  const hall = openHall({ game: kuhnPoker, rule: { kind: 'constrain' } })
  return (seed) =>
    finished(hall.play({ ...round, seats: [policy, policy], seed, ...(journal && { journal }) }))
}

/** Both seats played by one fresh decoder whose weights change after every round. */
function self(size: 'nano' | 'tiny'): (seed: number) => Promise<void> {
  const tokenizer = new WordTokenizer(kuhnPoker.vocabulary)
  const config = decoderConfig(size, tokenizer.vocabularySize, { context: 32 })
  const weights = initialParameters(config, stream(1, 'weights'))
  const learner = new LocalModel({ name: 'learner', config, tokenizer, weights })
  const kind = match({ game: kuhnPoker, seats: [{ model: 'learner' }, { model: 'learner' }] })
  return async (seed) => {
    await finished(kind.play({ ...round, seed, models: { learner } }))
    learner.weightsChanged()
  }
}
