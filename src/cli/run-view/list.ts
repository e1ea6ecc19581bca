import { oneLine } from '../../core/index.ts'
import type { DamagedRun, RunOutline } from '../../report/index.ts'
import { painter } from '../paint.ts'
import { figure } from '../progress/figure.ts'
import { wrap } from '../wrap.ts'
import { ago, many, optionsText, size, stateText } from './format.ts'
import { tableLines } from './table.ts'

/** The longest sentence about a run that a list shows, in characters. */
const LONGEST = 400

/** Writes runs as a table, a line each where that fits; below it what differs from the defaults, and why it failed. */
export function runsText(
  found: readonly (RunOutline | DamagedRun)[],
  now: number,
  { columns, color }: { readonly columns: number; readonly color: boolean },
): string {
  const paint = painter(color)
  const whole = found.filter((each) => 'state' in each)
  const cells = whole.map((outline) => [
    stateText(outline),
    headlineText(outline),
    size(outline.bytes),
    ago(outline.modified, now),
  ])
  const head = ['state', 'headline', 'size', 'last written']
  const names = whole.map(({ run }) => oneLine(run))
  const beside = tableLines([['run', ...head], ...cells.map((row, i) => [names[i]!, ...row])])
  const fits = beside.every((line) => line.length < columns)
  const under = tableLines([['run', ...head], ...cells.map((row) => ['   ', ...row])])
  const [title, ...lines] = fits ? beside : under
  const body = whole.flatMap(({ set, failure }, i) => [
    ...(fits ? [] : [names[i]!]),
    lines[i]!,
    ...(set === null || Object.keys(set).length === 0 ? [] : [optionsText(set)])
      .concat(failure === null ? [] : oneLine(failure, LONGEST))
      .map((text) => paint('dim', wrap(`     ${text}`, columns))),
  ])
  const damaged = found.flatMap((each) =>
    'damage' in each ? [wrap(`${oneLine(each.run)}  ${oneLine(each.damage, LONGEST)}`, columns)] : [],
  )
  const bytes = whole.reduce((sum, each) => sum + each.bytes, 0)
  const tail = `${many(found.length, 'run')}, ${size(bytes)}. Look into one with: coevo show RUN`
  return [...(whole.length > 0 ? [paint('dim', title!)] : []), ...body, ...damaged, '', tail, ''].join('\n')
}

function headlineText({ headline }: RunOutline): string {
  return headline === null ? '' : `${oneLine(headline.metric, 24)} ${figure(headline.last)}`
}
