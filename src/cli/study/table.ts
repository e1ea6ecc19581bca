import type { MeasureReport, StudyReport } from '../../scenario/index.ts'
import { painter } from '../paint.ts'
import { duration } from '../progress/figure.ts'
import { wrap } from '../wrap.ts'
import { differenceText, measureTitle, method, numberOf, setText, spreadText, valueText } from './format.ts'

/** Writes a study's result: for each measure every arm, seed by seed. */
export function studyText(
  report: StudyReport,
  { columns, color }: { readonly columns: number; readonly color: boolean },
): string {
  const paint = painter(color)
  const { record, arms, measures, seconds } = report
  const [first] = arms
  const list = arms.map(({ arm, description, set }) => [
    arm,
    description ?? (Object.keys(set).length > 0 ? setText(set) : 'as it is'),
  ])
  const width = Math.max(...list.map(([arm]) => arm!.length))
  return [
    '',
    `${paint('bold', record.title)}${record.paper === null ? '' : `  ${paint('dim', record.paper)}`}`,
    '',
    ...list.map(([arm, text]) => ` ${arm!.padEnd(width)}  ${paint('dim', text!)}`),
    '',
    ...measures.flatMap((each) => [
      paint('bold', measureTitle(each.measure)),
      ...table(each, report, columns),
      '',
    ]),
    wrap(` ${method(record.seeds.length, first!.arm)}`, columns),
    ` ${duration(seconds)} of computing in all, what prepares models left out.`,
    '',
  ].join('\n')
}

/** Sets a measure in columns; where the seeds are too many for the page, the least and the greatest of their values. */
function table(each: MeasureReport, report: StudyReport, columns: number): string[] {
  const whole = rows(each, report, true)
  return Math.max(...whole.map((line) => line.length)) <= columns ? whole : rows(each, report, false)
}

function rows(
  { measure, arms }: MeasureReport,
  { record, arms: done }: StudyReport,
  bySeed: boolean,
): string[] {
  const write = numberOf(measure)
  const between = bySeed ? record.seeds.map((seed) => `seed ${seed}`) : ['least', 'most']
  const head = ['', ...between, 'mean', `minus ${arms[0]!.arm}`]
  const body = arms.map(({ arm, values, spread, difference }, i) => [
    arm,
    ...(bySeed
      ? values.map((value, s) => valueText(value, done[i]!.runs[s]!.state, write))
      : [spread?.least, spread?.most].map((value) => (value === undefined ? '' : write(value)))),
    spreadText(spread, values, write),
    differenceText(difference, write),
  ])
  const all = [head, ...body]
  const widths = head.map((_, i) => Math.max(...all.map((row) => row[i]!.length)))
  const last = head.length - 1
  return all.map((row) => {
    const cells = row.map((cell, i) =>
      i === 0 || i === last ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!),
    )
    return ` ${cells.join('  ')}`.trimEnd()
  })
}
