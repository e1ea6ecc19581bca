import { parseArgs } from 'node:util'
import { enumerate, nashConv, nashConvOf, startSolver, strategyOf, uniform, type Game } from 'coevo/game'
import { kuhnPoker } from 'coevo/games/kuhn-poker'
import { leducPoker } from 'coevo/games/leduc-poker'
import { liarsDice } from 'coevo/games/liars-dice'
import { machine, median } from '../harness.ts'

/** What is measured, in milliseconds, and what it is to be. */
interface Row {
  readonly task: string
  readonly median: number
  readonly least: number
  readonly most: number
  /** A tenth of the rival's time; null where it has none. */
  readonly goal: number | null
  readonly rival: number | null
}

interface Result {
  readonly benchmark: 'solve'
  readonly machine: string
  readonly rows: readonly Row[]
}

/**
 * What OpenSpiel's C++ takes, in milliseconds: 100 iterations of its CFRPlusSolver, and Exploitability of
 * the uniform policy, which lays its tree out anew; -O3, on a machine with two cores.
 */
const RIVAL: Readonly<Record<string, number>> = {
  '100 CFR+ iterations, leduc-poker': 1280,
  'NashConv of uniform, kuhn-poker': 0.28,
  'NashConv of uniform, leduc-poker': 92,
  'NashConv of uniform, liars-dice': 3300,
  'the same with listing, kuhn-poker': 0.28,
  'the same with listing, leduc-poker': 92,
  'the same with listing, liars-dice': 3300,
}

/**
 * Times the solvers on Kuhn poker, Leduc poker and liar's dice: CFR+ iterations, NashConv of the uniform
 * policy on a tree that is there (its probabilities asked for anew), and the same with the tree laid out
 * anew. `--times` (default 7): how often each is done; `--json`.
 */
export function run(args: readonly string[]): Promise<Result> {
  const { values } = parseArgs({
    args: [...args],
    strict: false,
    options: { times: { type: 'string', default: '7' }, json: { type: 'boolean', default: false } },
  })
  const json = values['json'] === true
  const times = Math.max(1, Number(values['times']))
  const rows: Row[] = []
  const measure = (task: string, repeat: number, call: () => void) => {
    const durations = Array.from({ length: times + 1 }, () => {
      const start = performance.now()
      for (let i = 0; i < repeat; i++) call()
      return (performance.now() - start) / repeat
    }).slice(1)
    const rival = RIVAL[task] ?? null
    const goal = rival === null ? null : rival / 10
    const row = {
      task,
      median: median(durations),
      least: Math.min(...durations),
      most: Math.max(...durations),
      goal,
      rival,
    }
    rows.push(row)
    if (!json) console.log(line(row))
  }
  if (!json) console.log(machine())
  for (const [game, repeat] of [
    [kuhnPoker, 100],
    [leducPoker, 1],
  ] as const) {
    const solver = startSolver(enumerate(game as unknown as Game), 'cfr+')
    measure(`100 CFR+ iterations, ${game.name}`, repeat, () => solver.run(100))
  }
  for (const [game, repeat] of [
    [kuhnPoker, 1000],
    [leducPoker, 20],
    [liarsDice, 1],
  ] as const) {
    const known = game as unknown as Game
    const tree = enumerate(known)
    measure(
      `NashConv of uniform, ${game.name}`,
      repeat,
      () => void nashConvOf(tree, strategyOf(tree, uniform)),
    )
  }
  for (const [game, repeat] of [
    [kuhnPoker, 100],
    [leducPoker, 2],
    [liarsDice, 1],
  ] as const) {
    const anew = () => ({ ...game }) as unknown as Game
    measure(`the same with listing, ${game.name}`, repeat, () => void nashConv(anew(), uniform))
  }
  const result: Result = { benchmark: 'solve', machine: machine(), rows }
  if (json) console.log(JSON.stringify(result))
  return Promise.resolve(result)
}

function line({ task, median, least, most, goal, rival }: Row): string {
  const ms = (value: number) => `${value.toPrecision(3)} ms`
  const told =
    goal === null || rival === null
      ? ''
      : `  goal ${ms(goal)}, ${(rival / median).toFixed(1)} times the rival's speed`
  return `${task.padEnd(36)} ${ms(median).padStart(10)} (${ms(least)} to ${ms(most)})${told}`
}
