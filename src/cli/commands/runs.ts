import type { Command } from 'commander'
import { oneLine } from '../../core/index.ts'
import { outlinesIn, type RunOutline } from '../../report/index.ts'
import { painter } from '../paint.ts'
import { figure } from '../progress/figure.ts'
import { ago, many, optionsText, size, stateText } from '../run-view/format.ts'
import { tableLines } from '../run-view/table.ts'
import type { Terminal } from '../terminal.ts'
import { wrap } from '../wrap.ts'

/** Declares `coevo runs`. */
export function declareRuns(command: (usage: string, description: string) => Command): Command {
  return command(
    'runs [dir]',
    'List the runs in a folder, those of studies too: how each stands, and what it came to.',
  )
}

/** Lists the runs in a folder. */
export function runsCommand(
  dir: string | undefined,
  { json }: { readonly json?: true },
  terminal: Terminal,
): void {
  const root = dir ?? 'runs'
  const found = outlinesIn(root)
  if (json === true) return terminal.out(`${JSON.stringify({ folder: root, runs: found })}\n`)
  if (found.length === 0)
    return terminal.out(
      `There are no runs in '${oneLine(root)}'. Make one with: coevo run kuhn-equilibrium\n`,
    )
  const { columns, color } = terminal.page()
  const paint = painter(color)
  const whole = found.filter((each) => 'state' in each)
  const lines = tableLines([
    ['run', 'state', 'headline', 'size', 'last written'],
    ...whole.map((outline) => [
      oneLine(outline.run),
      stateText(outline),
      headlineText(outline),
      size(outline.bytes),
      ago(outline.modified, terminal.time()),
    ]),
  ])
  const below = whole.map(({ set, failure }) => [
    ...(set !== null && Object.keys(set).length > 0 ? [optionsText(set)] : []),
    ...(failure === null ? [] : [oneLine(failure, 400)]),
  ])
  const body = lines
    .slice(1)
    .flatMap((line, i) => [line, ...below[i]!.map((text) => paint('dim', wrap(`    ${text}`, columns)))])
  const damaged = found.flatMap((each) =>
    'damage' in each ? [wrap(`${oneLine(each.run)}  ${oneLine(each.damage, 400)}`, columns)] : [],
  )
  const bytes = whole.reduce((sum, each) => sum + each.bytes, 0)
  const tail = `${many(found.length, 'run')}, ${size(bytes)}. Look into one with: coevo show RUN`
  terminal.out(
    `${[...(whole.length > 0 ? [paint('dim', lines[0]!)] : []), ...body, ...damaged, '', tail].join('\n')}\n`,
  )
}

function headlineText({ headline }: RunOutline): string {
  return headline === null ? '' : `${oneLine(headline.metric, 24)} ${figure(headline.last)}`
}
