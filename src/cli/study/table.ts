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
    ...measures.flatMap((each) => [paint('bold', measureTitle(each.measure)), ...rows(each, report), '']),
    wrap(` ${method(record.seeds.length, first!.arm)}`, columns),
    ` ${duration(seconds)} of computing in all, what prepares models left out.`,
    '',
  ].join('\n')
}

function rows({ measure, arms }: MeasureReport, { record, arms: done }: StudyReport): string[] {
  const write = numberOf(measure)
  const head = ['', ...record.seeds.map((seed) => `seed ${seed}`), 'mean', `minus ${arms[0]!.arm}`]
  const body = arms.map(({ arm, values, spread, difference }, i) => [
    arm,
    ...values.map((value, s) => valueText(value, done[i]!.runs[s]!.state, write)),
    spreadText(spread, values, write),
    differenceText(difference, write),
  ])
  const all = [head, ...body]
  const widths = head.map((_, i) => Math.max(...all.map((row) => row[i]!.length)))
  const last = head.length - 1
  return all.map((row) =>
    ` ${row.map((cell, i) => (i === 0 || i === last ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!))).join('  ')}`.trimEnd(),
  )
}
