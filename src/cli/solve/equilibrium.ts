import type { GameTree, Strategy } from '../../game/index.ts'
import { stopAtInterrupt } from '../interrupt.ts'
import type { StatusLine } from '../status-line.ts'
import type { Terminal } from '../terminal.ts'
import { iterate } from './iterate.ts'
import { methodNamed, usualMethod } from './methods.ts'
import { findSolved, keepSolved } from './stored.ts'

/** An equilibrium of a game, or near it, and how it was found. */
export interface Found {
  readonly strategy: Strategy
  readonly algorithm: string
}

/**
 * Solves a game as `coevo solve` does when nothing is said, or takes what was solved and stored before. An interrupt
 * ends the work with what was reached until then.
 */
export async function equilibriumOf(tree: GameTree, status: StatusLine, terminal: Terminal): Promise<Found> {
  const algorithm = usualMethod(tree.game)
  const method = methodNamed(algorithm, undefined)
  const iterations = 'solve' in method ? null : method.iterations
  const task = { tree, algorithm, iterations, seed: 1 }
  const before = findSolved(task)
  if (before !== null) return { strategy: before.strategy, algorithm }
  const begin = terminal.now()
  const seconds = () => (terminal.now() - begin) / 1000
  if ('solve' in method) {
    const strategy = await method.solve(tree.game, {})
    await keepSolved(task, { strategy, iterations: null, seconds: seconds() })
    return { strategy, algorithm }
  }
  const solver = method.start(tree, task.seed)
  const interrupts = stopAtInterrupt(terminal, { second: () => status.close() })
  try {
    await iterate(solver, iterations!, {
      signal: interrupts.signal,
      now: () => terminal.now(),
      onProgress: (progress) => status.show(() => `${progress.iterations} of ${iterations} iterations`),
    })
  } finally {
    interrupts.release()
  }
  const solved = { strategy: solver.averageStrategy(), iterations: solver.iterations, seconds: seconds() }
  if (solver.iterations === iterations) await keepSolved(task, solved)
  return { strategy: solved.strategy, algorithm }
}
