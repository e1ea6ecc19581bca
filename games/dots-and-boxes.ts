import { boardText, defineGameFamily, squareNames, type GameRules } from 'coevo/game'
import { z } from 'zod'

/** What is drawn (1) or not (0), who owns each box ('a', 'b' or ''), row by row from the top, and whose turn it is. */
export type DotsAndBoxesState = {
  readonly lines: readonly number[]
  readonly boxes: readonly string[]
  readonly turn: number
}

const MARKS = ['a', 'b']
const SEATS = ['first', 'second']

const parameters = z.object({
  rows: z.int().min(1).max(7).default(2).describe('rows of boxes'),
  columns: z.int().min(1).max(7).default(2).describe('columns of boxes'),
})

/** Lists the four lines around each box: above, below, left and right. */
function linesOfBoxes(rows: number, columns: number): number[][] {
  const upright = (rows + 1) * columns
  return Array.from({ length: rows * columns }, (_, box) => {
    const left = upright + box + Math.floor(box / columns)
    return [box, box + columns, left, left + 1]
  })
}

/** Names every line by the dots that it joins. */
function nameLines(rows: number, columns: number): string[] {
  const dots = squareNames(rows + 1, columns + 1, 'top')
  const across = dots.flatMap((dot, i) => (i % (columns + 1) < columns ? [`${dot} ${dots[i + 1]}`] : []))
  const down = dots.slice(0, -columns - 1).map((dot, i) => `${dot} ${dots[i + columns + 1]}`)
  return [...across, ...down]
}

/**
 * Dots and boxes: players take turns to join two neighbouring dots of a grid. Who draws the fourth side of a
 * box owns it and must draw again. When all is drawn, more boxes win: 1, −1 for the other, 0 if equal.
 *
 * Action k draws line k: first those across, row by row from the top, then those down.
 *
 * Source: E. Lucas, "La Pipopipette" (1889); E. Berlekamp, "The Dots and Boxes Game" (2000).
 */
export const dotsAndBoxes = defineGameFamily({
  name: 'dots-and-boxes',
  title: 'Dots and boxes',
  parameters,
  make({ rows, columns }): GameRules<DotsAndBoxesState> {
    const sides = linesOfBoxes(rows, columns)
    const names = nameLines(rows, columns)
    const isOver = ({ lines }: DotsAndBoxesState) => !lines.includes(0)
    const drawn = (lines: readonly number[]) => names.filter((_, line) => lines[line] === 1)
    return {
      facets: {
        players: 2,
        utility: 'zero-sum',
        information: 'perfect',
        chance: 'deterministic',
        dynamics: 'sequential',
        utilityRange: [-1, 1],
        maxMoves: names.length,
        actions: names.length,
      },
      vocabulary: ['you', ...SEATS, 'turn', 'drawn', 'none', ',', 'boxes', ...MARKS, '.', '/'].concat(
        squareNames(rows + 1, columns + 1, 'top'),
      ),
      rules:
        `Dots and boxes. There are ${rows + 1} rows of ${columns + 1} dots, named by a letter for the column and a ` +
        'number for the row, a1 at the top left. Two players take turns to draw a line between two dots side by ' +
        'side or one above the other. Who draws the fourth side of one box or two owns them (a for the first ' +
        'player, b for the second) and draws again. When all lines are drawn, whoever owns more boxes wins.',
      initial: () => ({ lines: names.map(() => 0), boxes: sides.map(() => ''), turn: 0 }),
      actor: (state) => (isOver(state) ? 'nobody' : state.turn),
      legal: ({ lines }) => lines.flatMap((isDrawn, line) => (isDrawn ? [] : [line])),
      apply({ lines, boxes, turn }, line) {
        const next = lines.with(line, 1)
        const closed = boxes.map(
          (owner, box) => owner || (sides[box]!.every((side) => next[side] === 1) ? MARKS[turn]! : ''),
        )
        const again = closed.some((owner, box) => owner !== boxes[box])
        return { lines: next, boxes: closed, turn: again ? turn : 1 - turn }
      },
      returns({ boxes }) {
        const lead = boxes.reduce((sum, owner) => sum + (owner === 'a' ? 1 : -1), 0)
        return lead === 0 ? [0, 0] : lead > 0 ? [1, -1] : [-1, 1]
      },
      label: (_state, line) => names[line]!,
      observation: ({ lines, boxes, turn }, player) =>
        `you ${SEATS[player]} turn ${SEATS[turn]} drawn ${drawn(lines).join(' , ') || 'none'} boxes ${boardText(boxes, columns)}`,
    }
  },
})

export default dotsAndBoxes
