import type { Command } from 'commander'
import { enumerate, nashConvOf, type EnumerateOptions, type GameTree, type Solver } from '../../game/index.ts'
import { stopAtInterrupt } from '../interrupt.ts'
import { loadGame } from '../load-game.ts'
import { seedNumber, wholeNumber } from '../number.ts'
import { duration, figure } from '../progress/figure.ts'
import { sparkline } from '../progress/sparkline.ts'
import { iterate, type SolveProgress } from '../solve/iterate.ts'
import { METHODS, methodNamed, usualMethod } from '../solve/methods.ts'
import { assertWritable, smallPolicy, solutionText, writePolicy } from '../solve/result.ts'
import { findSolved, keepSolved, type Solved } from '../solve/stored.ts'
import { openStatusLine, type StatusLine } from '../status-line.ts'
import type { Terminal } from '../terminal.ts'

export interface SolveFlags {
  readonly algorithm?: string
  readonly iterations?: number
  readonly seed: number
  readonly out?: string
  readonly fresh?: true
  readonly json?: true
}

const EXAMPLES = `
Algorithms:
${Object.entries(METHODS)
  .map(([name, { description }]) => `  ${name.padEnd(17)}${description}`)
  .join('\n')}

Examples:
  coevo solve kuhn-poker                          the equilibrium, with its policy
  coevo solve leduc-poker --algorithm cfr+ --iterations 500 --json
  coevo solve tic-tac-toe                         perfect play
  coevo solve goofspiel:cards=3 --out goofspiel.json`

/** Declares `coevo solve`. */
export function declareSolve(command: (usage: string, description: string) => Command): Command {
  return command(
    'solve <game>',
    'Find best play of a game: the name of one that ships, or the path of a file.',
  )
    .addHelpText('after', EXAMPLES)
    .option('--algorithm <name>', 'how; minimax where nothing is hidden, else cfr+')
    .option('--iterations <n>', 'how many, for a method that has them', wholeNumber(1, 1e9))
    .option('--seed <n>', 'seed of the draws of a method that samples', seedNumber, 1)
    .option(
      '--out <file>',
      'write the policy to a file, as JSON, however large; it plays as the agent policy:FILE',
    )
    .option('--fresh', 'solve anew what was solved and stored before')
}

/**
 * Solves a game in view of the user. An interrupt ends the work with what was reached until then.
 *
 * Returns the exit code.
 */
export async function solveCommand(name: string, flags: SolveFlags, terminal: Terminal): Promise<number> {
  const game = await loadGame(name)
  const algorithm = flags.algorithm ?? usualMethod(game)
  const method = methodNamed(algorithm, flags.iterations)
  if (flags.out !== undefined) assertWritable(flags.out)
  const begin = terminal.now()
  const seconds = () => (terminal.now() - begin) / 1000
  const status = openStatusLine(terminal, `${game.name}, ${algorithm}`)
  let tree: GameTree
  let solved: Solved
  let stored = false
  let exitCode = 0
  try {
    const listing: EnumerateOptions = {
      onProgress: (states) => status.show(() => `listing its states: ${figure(states)}`),
    }
    tree = enumerate(game, listing)
    const wanted = 'solve' in method ? null : (flags.iterations ?? method.iterations)
    const task = { tree, algorithm, iterations: wanted, seed: flags.seed }
    const before = flags.fresh === true ? null : findSolved(task)
    stored = before !== null
    if (before !== null) solved = before
    else if ('solve' in method)
      solved = { strategy: await method.solve(game, listing), iterations: null, seconds: seconds() }
    else {
      const watched = await watchSolver(method.start(tree, flags.seed), wanted!, status, terminal)
      exitCode = watched.exitCode
      solved = { ...watched.solver, seconds: seconds() }
    }
    // What was stopped before its end is no answer to what was asked.
    const why = stored || exitCode !== 0 ? null : await keepSolved(task, solved)
    status.close()
    if (why !== null) terminal.err(`The solution is not stored: ${why}\n`)
  } finally {
    status.close()
  }
  const { strategy, iterations } = solved
  const { nashConv, values } = nashConvOf(tree, strategy)
  const solution = {
    game: game.name,
    algorithm,
    iterations,
    nashConv,
    value: values[0]!,
    seconds: solved.seconds,
    ...(stored && { stored }),
  }
  if (flags.out !== undefined) writePolicy(flags.out, solution, tree, strategy)
  terminal.out(
    flags.json === true
      ? `${JSON.stringify({ ...solution, policy: smallPolicy(tree, strategy) })}\n`
      : solutionText(solution, tree, strategy),
  )
  if (flags.out !== undefined)
    terminal.err(`The policy is in ${flags.out}, and plays as the agent policy:${flags.out}.\n`)
  return exitCode
}

/** Iterates until all iterations are run, or the user has seen enough. */
async function watchSolver(
  solver: Solver,
  iterations: number,
  status: StatusLine,
  terminal: Terminal,
): Promise<{ readonly solver: Omit<Solved, 'seconds'>; readonly exitCode: number }> {
  const interrupts = stopAtInterrupt(terminal, { second: () => status.close() })
  try {
    await iterate(solver, iterations, {
      signal: interrupts.signal,
      now: () => terminal.now(),
      onProgress: (progress) => status.show(() => progressLine(progress, iterations)),
    })
  } finally {
    interrupts.release()
  }
  const { exitCode } = interrupts
  return { solver: { strategy: solver.averageStrategy(), iterations: solver.iterations }, exitCode }
}

/** Tells how far a solver has come in one line. */
export function progressLine(
  { iterations: done, course, seconds }: SolveProgress,
  iterations: number,
): string {
  const left = (seconds / done) * (iterations - done)
  return [
    `${figure(done)} of ${figure(iterations)} iterations`,
    `NashConv ${figure(course.at(-1)!)}`,
    `${duration(left)} left`,
    sparkline(course, 20, 'logarithmic'),
  ].join('  ')
}
