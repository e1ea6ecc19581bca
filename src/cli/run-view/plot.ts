import { average } from '../../core/index.ts'
import type { Curve } from '../../report/index.ts'
import type { Paint, Style } from '../paint.ts'
import { figure } from '../progress/figure.ts'

/** Room for a picture. */
export interface Frame {
  /** Characters a line, the axis included. */
  readonly columns: number
  readonly paint: Paint
}

const HEIGHT = 9
/** The widest and the narrowest picture. */
const [WIDEST, NARROWEST] = [90, 10]
const COLORS: readonly Style[] = ['cyan', 'magenta', 'yellow', 'green', 'blue', 'red']
/** What stands where curves meet. */
const MEETING = '+'

/** The letter that stands for the i-th of several curves: A, B, C, … */
export function letterOf(i: number): string {
  return String.fromCodePoint(65 + (i % 26))
}

/** Returns the colour of the i-th curve. */
export function colorOf(i: number): Style {
  return COLORS[i % COLORS.length]!
}

/**
 * Draws curves over their steps: one as dots, several as letters, '+' where they meet.
 *
 * Equal heights are equal factors where every value is positive and the greatest is more than 20 times the least.
 */
export function plotLines(curves: readonly Curve[], { columns, paint }: Frame): string[] {
  const values = curves.flatMap((curve) => curve.values)
  const steps = curves.flatMap((curve) => curve.steps)
  if (values.length === 0) return []
  const [low, high] = [Math.min(...values), Math.max(...values)]
  const [from, to] = [Math.min(...steps), Math.max(...steps)]
  const logarithmic = low > 0 && high > 20 * low
  const height = (value: number) => (logarithmic ? Math.log(value) : value)
  const range = height(high) - height(low)
  const marks = [figure(high), figure(low)]
  const label = Math.max(...marks.map((mark) => mark.length))
  const width = Math.max(NARROWEST, Math.min(WIDEST, columns - label - 4))
  const cells = Array.from({ length: HEIGHT }, () => Array.from({ length: width }, () => ' '))
  for (const [i, curve] of curves.entries())
    for (const [column, value] of columnsOf(curve, from, to, width).entries()) {
      if (value === null) continue
      const share = range > 0 ? (height(high) - height(value)) / range : 0.5
      const row = cells[Math.round(share * (HEIGHT - 1))]!
      const mark = curves.length === 1 ? '•' : letterOf(i)
      row[column] = row[column] === ' ' ? mark : MEETING
    }
  const colored = (cell: string) => {
    const i = curves.length === 1 ? 0 : cell.codePointAt(0)! - 65
    return cell === ' ' || cell === MEETING ? cell : paint(colorOf(i), cell)
  }
  const axis = [`step ${from}`, `${to}`]
  const gap = ' '.repeat(Math.max(1, width - axis.join('').length))
  return [
    ...cells.map((row, y) => {
      const mark = y === 0 ? marks[0]! : y === HEIGHT - 1 ? marks[1]! : ''
      return `  ${paint('dim', `${mark.padStart(label)}│`)}${row.map(colored).join('').trimEnd()}`
    }),
    paint('dim', `  ${' '.repeat(label)} ${axis.join(gap)}${logarithmic ? '   (logarithmic)' : ''}`),
  ]
}

/** By column the mean of what was measured there, or the value on the line between the measurements beside it. */
function columnsOf({ steps, values }: Curve, from: number, to: number, width: number): (number | null)[] {
  const place = (step: number) => (to > from ? Math.round(((step - from) / (to - from)) * (width - 1)) : 0)
  const bins = Map.groupBy(values.keys(), (i) => place(steps[i]!))
  const known = [...bins].map(([column, all]) => [column, average([...all].map((i) => values[i]!))] as const)
  const columns = Array.from({ length: width }, (): number | null => null)
  for (const [i, [column, value]] of known.entries()) {
    columns[column] = value
    const [next, end] = known[i + 1] ?? [column, value]
    for (let x = column + 1; x < next; x++)
      columns[x] = value + ((end - value) * (x - column)) / (next - column)
  }
  return columns
}
