import type { Command } from 'commander'
import { oneLine, UserError } from '../../core/index.ts'
import { compareRuns, isBound, type Comparison } from '../../report/index.ts'
import { findRun } from '../../store/index.ts'
import { painter } from '../paint.ts'
import { figure } from '../progress/figure.ts'
import { stateText, valueText } from '../run-view/format.ts'
import { colorOf, letterOf, plotLines } from '../run-view/plot.ts'
import { tableLines } from '../run-view/table.ts'
import type { Terminal } from '../terminal.ts'
import { wrap } from '../wrap.ts'

/** Declares `coevo compare`. */
export function declareCompare(command: (usage: string, description: string) => Command): Command {
  return command(
    'compare <runs...>',
    'Set runs side by side: the options that differ, their curves, and what each measured last.',
  )
}

/** More than this a picture and a page do not hold. */
const MOST = 8

/**
 * Compares runs, also while they go on.
 *
 * @throws UserError for fewer than two, and for what is no run.
 */
export function compareCommand(
  paths: readonly string[],
  { json }: { readonly json?: true },
  terminal: Terminal,
): void {
  if (paths.length < 2 || paths.length > MOST)
    throw new UserError(`Name 2 to ${MOST} runs to compare, not ${paths.length}: coevo compare RUN RUN.`)
  const comparison = compareRuns(paths.map(findRun))
  if (json === true) terminal.out(`${JSON.stringify(comparison)}\n`)
  else terminal.out(comparisonText(comparison, terminal.page()))
}

/** Writes a comparison for people. */
function comparisonText(
  { runs, options, metrics, curves }: Comparison,
  { columns, color }: { readonly columns: number; readonly color: boolean },
): string {
  const paint = painter(color)
  const letters = runs.map((_, i) => letterOf(i))
  const numbers = letters.map((_, i) => i + 1)
  const headlines = [...new Set(runs.map(({ headline }) => headline?.metric ?? 'nothing yet'))]
  const drawn = curves.map((curve) => curve ?? { steps: [], values: [] })
  const legend = runs.map((outline, i) => {
    const name = `${letters[i]}  ${oneLine(outline.run)}`
    return `${paint(colorOf(i), name)}  ${paint('dim', stateText(outline))}`
  })
  const same =
    headlines.length === 1
      ? `${headlines[0]}`
      : `different headlines, each on the same scale: ${runs.map(({ headline }, i) => `${letters[i]} ${headline?.metric ?? 'nothing yet'}`).join(', ')}`
  const optionRows = Object.entries(options).map(([name, values]) => [
    oneLine(name, 30),
    ...values.map((value) => (value === null ? '-' : valueText(value))),
  ])
  const names = new Set(Object.keys(metrics))
  const told = Object.entries(metrics).filter(([name]) => !isBound(name, names))
  const isSame = (values: readonly unknown[]) => new Set(values).size === 1
  const equal = told.flatMap(([name, values]) =>
    isSame(values) ? [`${oneLine(name)} ${figure(values[0]!)}`] : [],
  )
  const unequal = told.filter(([, values]) => !isSame(values))
  const metricRows = unequal.map(([name, values]) => [
    oneLine(name, 40),
    ...values.map((value) => (value === null ? '-' : figure(value))),
  ])
  const indent = (line: string) => `  ${line}`
  const parts = [
    legend.map(indent),
    [
      paint('bold', 'options that differ'),
      ...(optionRows.length === 0 ? ['none'] : tableLines([['', ...letters], ...optionRows])).map(indent),
    ],
    [paint('bold', wrap(same, columns)), ...plotLines(drawn, { columns, paint })],
    [
      paint('bold', 'last values'),
      ...tableLines([['', ...letters], ...metricRows], numbers).map(indent),
      ...(equal.length === 0 ? [] : [wrap(`  the same   ${equal.join(', ')}`, columns)]),
    ],
  ]
  return `\n${parts.map((lines) => lines.join('\n')).join('\n\n')}\n`
}
