import { UserError } from 'coevo/core'
import { defineGame, type Facets, type Game } from 'coevo/game'

/** What has been chosen: nothing, the row, or the row and the column. */
export type MatrixState = readonly number[]

/** A game in normal form. */
export interface MatrixDefinition {
  /** Kebab-case. */
  readonly name: string
  /** Default: the name. */
  readonly title?: string
  /** A sentence or two told before the returns. */
  readonly story?: string
  /** What both players may choose, or what each may: one word each. */
  readonly actions: readonly string[] | readonly [rows: readonly string[], columns: readonly string[]]
  /**
   * By row and column: what the row player gets and the column player loses, or what each gets. In the order
   * of the actions.
   */
  readonly payoffs: readonly (readonly (number | readonly [row: number, column: number])[])[]
}

/** A game in normal form as a game, with its matrix. */
export interface MatrixGame extends Game<MatrixState> {
  /** By player. */
  readonly actionNames: readonly [rows: readonly string[], columns: readonly string[]]
  /** By row, column and player. */
  readonly payoffs: readonly (readonly (readonly [row: number, column: number])[])[]
}

const SEATS = ['row', 'column']

/**
 * Makes a game of a payoff matrix: both players choose at once, without seeing the other's choice.
 *
 * @example matrixGame({ name: 'pennies', actions: ['heads', 'tails'], payoffs: [[1, -1], [-1, 1]] })
 * @throws UserError when the matrix has not a row and a column for each action.
 */
export function matrixGame(definition: MatrixDefinition): MatrixGame {
  const { name, title = name, story = '', actions, payoffs: given } = definition
  const [rows, columns] = (
    typeof actions[0] === 'string' ? [actions, actions] : actions
  ) as MatrixGame['actionNames']
  checkShape(name, rows, columns, given)
  const payoffs = given.map((row) => row.map((cell) => (typeof cell === 'number' ? zeroSum(cell) : cell)))
  const named = [rows, columns] as const
  const all = payoffs.flat(2)
  const game = defineGame<MatrixState>({
    name,
    title,
    facets: {
      players: 2,
      utility: utilityOf(payoffs.flat()),
      information: 'imperfect',
      chance: 'deterministic',
      dynamics: 'simultaneous',
      utilityRange: [Math.min(...all), Math.max(...all)],
      maxMoves: 2,
      actions: Math.max(rows.length, columns.length),
    },
    vocabulary: [...new Set(['seat', ...SEATS, 'played', 'none', 'against', ...rows, ...columns])],
    rules:
      `${title}. ${story === '' ? '' : `${story} `}Both players choose at once. What the row player and the column ` +
      `player get: ${tellPayoffs(named, payoffs)}.`,
    initial: () => [],
    actor: (played) => (played.length === 2 ? 'nobody' : played.length),
    legal: (played) => (named[played.length] ?? []).map((_, action) => action),
    apply: (played, action) => [...played, action],
    resample: (played, random) => played.map(() => random.int(rows.length)),
    returns: ([row, column]) => payoffs[row!]![column!]!,
    label: (played, action) => named[played.length]![action]!,
    observation(played, player) {
      const own = played[player]
      const words = ['seat', SEATS[player]!, 'played', own === undefined ? 'none' : named[player]![own]!]
      if (played.length === 2) words.push('against', named[1 - player]![played[1 - player]!]!)
      return words.join(' ')
    },
  })
  return { ...game, actionNames: named, payoffs }
}

/** Both sides of a zero-sum payoff; 0 has no sign. */
const zeroSum = (row: number): readonly [number, number] => [row, 0 - row]

/** Says how the players' payoffs hang together. */
function utilityOf(cells: readonly (readonly [number, number])[]): Facets['utility'] {
  const sums = cells.map(([row, column]) => row + column)
  if (sums.every((sum) => sum === 0)) return 'zero-sum'
  if (sums.every((sum) => sum === sums[0])) return 'constant-sum'
  return cells.every(([row, column]) => row === column) ? 'identical' : 'general-sum'
}

function tellPayoffs([rows, columns]: MatrixGame['actionNames'], payoffs: MatrixGame['payoffs']): string {
  const cells = rows.flatMap((row, i) =>
    columns.map((column, j) => `${row} against ${column} ${payoffs[i]![j]!.join(' and ')}`),
  )
  return cells.join(', ')
}

function checkShape(
  name: string,
  rows: readonly string[],
  columns: readonly string[],
  payoffs: MatrixDefinition['payoffs'],
): void {
  if (payoffs.length !== rows.length)
    throw new UserError(
      `The matrix of '${name}' has ${payoffs.length} rows; it needs one for each of ${rows.length} actions.`,
    )
  for (const [i, row] of payoffs.entries())
    if (row.length !== columns.length)
      throw new UserError(
        `Row '${rows[i]}' of the matrix of '${name}' has ${row.length} payoffs; it needs one for each of ${columns.length} actions.`,
      )
}
