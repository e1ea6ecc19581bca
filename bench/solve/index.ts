import { parseArgs } from 'node:util'
import { enumerate, nashConv, nashConvOf, startSolver, strategyOf, uniform, type Game } from 'coevo/game'
import { kuhnPoker } from 'coevo/games/kuhn-poker'
import { leducPoker } from 'coevo/games/leduc-poker'
import { liarsDice } from 'coevo/games/liars-dice'
import { machine, median } from '../harness.ts'

/** What is measured, in milliseconds, and what it is to be. */
interface Row {
  readonly task: string
  /** How often a second, at the median: for CFR+, in iterations. */
  readonly perSecond: number
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

/** The games, and how often each is solved at once so that a clock can tell. */
const workload = [
  [kuhnPoker, 1000],
  [leducPoker, 20],
  [liarsDice, 1],
] as readonly (readonly [game: Game, often: number])[]

/**
 * Times the solvers on Kuhn poker, Leduc poker and liar's dice: CFR+ iterations, NashConv of the uniform
 * policy on a tree that is there (its probabilities asked for anew), and the same with the tree laid out
 * anew. Times are this thread's own, so that others' work on the machine does not count as ours.
 * `--times` (default 7): how often each is done; `--json`.
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
  const measure = (task: string, repeat: number, call: () => void, counts = 1) => {
    const durations = Array.from({ length: times + 1 }, () => {
      const start = process.threadCpuUsage()
      for (let i = 0; i < repeat; i++) call()
      const { user, system } = process.threadCpuUsage(start)
      return (user + system) / 1000 / repeat
    }).slice(1)
    const rival = RIVAL[task] ?? null
    const goal = rival === null ? null : rival / 10
    const row = {
      task,
      perSecond: Math.round((1000 * counts) / median(durations)),
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
  for (const [game, often] of workload.slice(0, 2)) {
    const solver = startSolver(enumerate(game), 'cfr+')
    measure(`100 CFR+ iterations, ${game.name}`, Math.ceil(often / 10), () => solver.run(100), 100)
  }
  for (const [game, often] of workload) {
    const tree = enumerate(game)
    const known = () => void nashConvOf(tree, strategyOf(tree, uniform))
    measure(`NashConv of uniform, ${game.name}`, often, known)
  }
  for (const [game, often] of workload) {
    const anew = () => void nashConv({ ...game }, uniform)
    measure(`the same with listing, ${game.name}`, Math.ceil(often / 10), anew)
  }
  const result: Result = { benchmark: 'solve', machine: machine(), rows }
  if (json) console.log(JSON.stringify(result))
  return Promise.resolve(result)
}

function line({ task, perSecond, median, least, most, goal, rival }: Row): string {
  const ms = (value: number) => `${value.toPrecision(3)} ms`
  const told =
    goal === null || rival === null
      ? ''
      : `  goal ${ms(goal)}, ${(rival / median).toFixed(1)} times the rival's speed`
  const rate = task.includes('iterations') ? `  ${perSecond.toLocaleString('en-US')} iterations/s` : ''
  return `${task.padEnd(36)} ${ms(median).padStart(10)} (${ms(least)} to ${ms(most)})${rate}${told}`
}
