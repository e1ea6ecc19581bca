import { accessSync, constants, existsSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { UserError } from '../../core/index.ts'
import { tableOf, type GameTree, type Strategy } from '../../game/index.ts'
import { duration, figure } from '../progress/figure.ts'

/** What a solver came to. */
export interface Solution {
  /** The game's name, with the parameters that differ from its defaults. */
  readonly game: string
  readonly algorithm: string
  /** How many iterations were run; null for an exact method. */
  readonly iterations: number | null
  /** In the game's units, the sum over players of what each could gain by a best response. */
  readonly nashConv: number
  /** What the first player expects when all follow the solution. */
  readonly value: number
  /** The listing of the states included. */
  readonly seconds: number
  /** True for one that was solved before, and took so long then. */
  readonly stored?: boolean
}

/** A policy with more information sets than this is not printed. */
const TABLE = 40

/** Writes a solution for people, with the policy where it is small. */
export function solutionText(solution: Solution, tree: GameTree, strategy: Strategy): string {
  const { game, algorithm, iterations, nashConv, value, seconds, stored } = solution
  const sets = tree.informationSets.length
  const rows = [
    ['NashConv', figure(nashConv)],
    ['value', `${figure(value)} for the first player`],
    ['size', `${figure(tree.actor.length)} states, ${figure(sets)} information sets`],
    [
      'time',
      `${seconds < 60 ? `${figure(seconds)} s` : duration(seconds)}${stored === true ? ' (stored; --fresh solves it anew)' : ''}`,
    ],
  ] as const
  const head =
    iterations === null ? '' : `: ${figure(iterations)} ${iterations === 1 ? 'iteration' : 'iterations'}`
  const lines = rows.map(([label, text]) => `  ${label.padEnd(9)} ${text}`)
  const table =
    sets <= TABLE
      ? ['', ...policyLines(tree, strategy)]
      : ['', `  ${figure(sets)} information sets are too many to print: --out FILE writes the policy.`]
  return `\n${game}, ${algorithm}${head}\n\n${[...lines, ...table].join('\n')}\n`
}

/** Lists a policy for a program, where it is small enough to be printed; null elsewhere. */
export function smallPolicy(
  tree: GameTree,
  strategy: Strategy,
): Readonly<Record<string, readonly number[]>> | null {
  return tree.informationSets.length > TABLE ? null : Object.fromEntries(tableOf(tree, strategy))
}

/** Writes each information set with the probability of each of its labels. */
function policyLines({ game, informationSets }: GameTree, strategy: Strategy): string[] {
  const width = Math.max(...informationSets.map(({ key }) => key.length))
  const byPlayer = informationSets.toSorted((a, b) => a.player - b.player)
  return byPlayer.map(({ key, state, actions, offset }) => {
    const chances = actions.map(
      (action, i) => `${game.label(state, action)} ${strategy[offset + i]!.toFixed(3)}`,
    )
    return `  ${key.padEnd(width)}  ${chances.join('  ')}`
  })
}

/**
 * Refuses a file that cannot be written, before there is anything to lose.
 *
 * @throws UserError
 */
export function assertWritable(file: string): void {
  try {
    accessSync(dirname(file), constants.W_OK)
    if (existsSync(file)) accessSync(file, constants.W_OK)
  } catch (error) {
    throw notWritten(error)
  }
}

/**
 * Writes a solution and its policy to a file: for each information state a probability for each legal
 * action, in order.
 *
 * @throws UserError when the file cannot be written.
 */
export function writePolicy(file: string, solution: Solution, tree: GameTree, strategy: Strategy): void {
  const { seconds: _, stored: __, ...rest } = solution
  const policy = Object.fromEntries(tableOf(tree, strategy))
  try {
    writeFileSync(file, `${JSON.stringify({ ...rest, policy })}\n`)
  } catch (error) {
    throw notWritten(error)
  }
}

function notWritten(error: unknown): UserError {
  const reason = error instanceof Error ? error.message : String(error)
  return new UserError(`The policy cannot be written (${reason}): choose another place with --out.`, {
    cause: error,
  })
}
