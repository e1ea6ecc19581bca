import type { ArmReport, MeasureReport, StudyReport } from '../../scenario/index.ts'
import { duration, figure } from '../progress/figure.ts'
import { wrap } from '../wrap.ts'
import {
  differenceText,
  measureSource,
  measureTitle,
  method,
  numberOf,
  setText,
  spreadText,
  studyCommandText,
  valueText,
} from './format.ts'

/** Characters a line of running text. */
const WIDTH = 110

/** Writes studies as a Markdown document; the same studies give the same text. */
export function resultsDocument(reports: readonly StudyReport[]): string {
  const lines = [
    '# Results',
    '',
    'What scenarios come to: each beside its baselines, on the same budget and the same seeds. `coevo results` writes',
    'this document from the databases of the runs; nothing of it is typed.',
    ...reports.flatMap((report) => ['', ...section(report)]),
  ]
  return `${lines.join('\n')}\n`
}

function section(report: StudyReport): string[] {
  const { record, arms, measures, machines, versions, seconds } = report
  const { title, paper, synopsis, description, seeds, set } = record
  const runs = arms.flatMap((arm) => arm.runs)
  const finished = runs.filter(({ state }) => state === 'finished').length
  return [
    `## ${title}`,
    '',
    ...(description === null ? [] : [description, '']),
    ...list([
      ['Paper', paper === null ? null : `<${paper}>`],
      ['Roles', synopsis?.roles.join(', ')],
      ['Tasks', synopsis?.tasks.join(', ')],
      ['Learning', synopsis?.learning],
      ['Curriculum', synopsis === null ? null : (synopsis.curriculum ?? 'none')],
      ['Measure', synopsis?.measure],
      ['Options of all arms', Object.keys(set).length === 0 ? 'the defaults' : `\`${setText(set)}\``],
      [
        'Runs',
        finished === runs.length ? `${finished}` : `${finished} of ${runs.length}; the others are missing`,
      ],
      ['Time', `${duration(seconds)} in all, what prepares models left out`],
      ['Machine', machines.map(machineText).join('; ') || null],
      ['Versions', versions.map(named).join('; ') || null],
      ['Command', `\`${studyCommandText(report)}\``],
    ]),
    '',
    ...budget(arms),
    ...measures.flatMap((measure) => ['', ...measureTable(measure, report)]),
    '',
    wrap(method(seeds.length, arms[0]!.arm), WIDTH),
  ]
}

function list(items: readonly (readonly [label: string, text: string | null | undefined])[]): string[] {
  return items.flatMap(([label, text]) => (text == null ? [] : [`- ${label}: ${text}`]))
}

function machineText({ processor, cores, platform, ...rest }: Readonly<Record<string, string>>): string {
  const others = Object.keys(rest).length === 0 ? '' : `, ${named(rest)}`
  return `${processor ?? 'unknown'}, ${cores ?? '?'} cores, ${platform ?? 'unknown'}${others}`
}

function named(values: Readonly<Record<string, string>>): string {
  return Object.entries(values)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ')
}

/** What each arm sets, and what a run of it costs on average. */
function budget(arms: readonly ArmReport[]): string[] {
  const rows = arms.map(({ arm, description, set, runs }) => {
    const finished = runs.filter(({ state }) => state === 'finished')
    const average = (key: 'steps' | 'sessions' | 'tokens' | 'seconds') =>
      finished.reduce((sum, run) => sum + run[key], 0) / finished.length
    const cost =
      finished.length === 0
        ? ['missing', 'missing', 'missing', 'missing']
        : [
            figure(average('steps')),
            figure(Math.round(average('sessions'))),
            figure(Math.round(average('tokens'))),
            duration(average('seconds')),
          ]
    const how = Object.keys(set).length === 0 ? 'as it is' : `\`${setText(set)}\``
    return [arm, description === null ? how : `${how}: ${description}`, ...cost]
  })
  return table(['arm', 'options', 'steps', 'sessions', 'tokens', 'time a run'], rows, 2)
}

function measureTable({ measure, arms }: MeasureReport, { record, arms: done }: StudyReport): string[] {
  const write = numberOf(measure)
  const rows = arms.map(({ arm, values, spread, difference }, i) => [
    arm,
    ...values.map((value, s) => valueText(value, done[i]!.runs[s]!.state, write)),
    spreadText(spread, values, write),
    differenceText(difference, write),
  ])
  const head = ['arm', ...record.seeds.map((seed) => `seed ${seed}`), 'mean', `minus ${arms[0]!.arm}`]
  return [
    `### ${measureTitle(measure)}`,
    '',
    `${titled(measureSource(measure))}.`,
    '',
    ...table(head, rows, 1),
  ]
}

/** Sets cells in columns as oxfmt does: the first `left` to the left, the others to the right. */
function table(head: readonly string[], rows: readonly (readonly string[])[], left: number): string[] {
  const all = [head, ...rows].map((row) => row.map((cell) => cell.replaceAll('|', '\\|')))
  const widths = head.map((_, i) => Math.max(3, ...all.map((row) => row[i]!.length)))
  const line = (row: readonly string[]) =>
    `| ${row.map((cell, i) => (i < left ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!))).join(' | ')} |`
  const rule = `| ${widths.map((width, i) => (i < left ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`)).join(' | ')} |`
  return [line(all[0]!), rule, ...all.slice(1).map(line)]
}

function titled(text: string): string {
  return `${text[0]!.toUpperCase()}${text.slice(1)}`
}
