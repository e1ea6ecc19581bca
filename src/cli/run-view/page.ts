import { oneLine, type OptionValues } from '../../core/index.ts'
import { isBound, type Curve, type RunOutline } from '../../report/index.ts'
import type { RunHeader } from '../../store/index.ts'
import { painter, type Paint } from '../paint.ts'
import { figure } from '../progress/figure.ts'
import { sparkline } from '../progress/sparkline.ts'
import { wrap } from '../wrap.ts'
import { ago, many, optionsText, size, stateText } from './format.ts'
import { plotLines } from './plot.ts'
import { tableLines } from './table.ts'

/** What `coevo show` tells of a run. */
export interface RunPage {
  readonly outline: RunOutline
  readonly header: RunHeader
  readonly sessions: { readonly played: number; readonly episodes: number; readonly journals: number }
  /** The steps of the checkpoints that are kept. */
  readonly checkpoints: readonly number[]
  /** Null while it is not finished. */
  readonly digest: string | null
  /** Those that are drawn, and all by name. */
  readonly drawn: readonly string[]
  readonly curves: ReadonlyMap<string, Curve>
}

/** The widest that a page is read well. */
const WIDTH = 120

/** Writes a run for people: what it is, its curves, and every metric in a line. */
export function runText(
  page: RunPage,
  now: number,
  { columns: all, color }: { readonly columns: number; readonly color: boolean },
): string {
  const columns = Math.min(all, WIDTH)
  const paint = painter(color)
  const { outline, header, drawn, curves } = page
  const title = `${outline.scenario}, seed ${outline.seed}: ${stateText(outline)}`
  const plots = drawn.map((name) => {
    const curve = curves.get(name)!
    return [
      `${paint('bold', oneLine(name))}  ${paint('dim', courseText(name, curve, outline))}`,
      ...plotLines([curve], { columns, paint }),
    ]
  })
  const parts = [
    [paint('bold', oneLine(title, columns))],
    factLines(page, now, columns),
    ...plots,
    metricLines(curves, drawn, columns, paint),
    nextLines(header, page).map((line) => paint('dim', `  ${line}`)),
  ]
  return `\n${parts
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`
}

function factLines(
  { outline, header, sessions, checkpoints, digest }: RunPage,
  now: number,
  columns: number,
) {
  const { run, set, failure, bytes, modified } = outline
  const { played, episodes, journals } = sessions
  const facts: readonly (readonly [string, string])[] = [
    ['run', `${run}, ${size(bytes)}, last written ${ago(modified, now)}`],
    ...(failure === null ? [] : [['failed', failure] as const]),
    ['options', optionsLine(set, header.options)],
    [
      'sessions',
      `${played === 0 ? '' : `${played.toLocaleString('en-US')} played; `}recorded: ${many(episodes, 'episode')}, messages of ${many(journals, 'session')}`,
    ],
    ['checkpoint', checkpointText(checkpoints)],
    ...(digest === null ? [] : [['digest', digest] as const]),
    ['made by', madeBy(header)],
  ]
  return facts.map(([label, text]) => wrap(`  ${label.padEnd(10)}  ${oneLine(text, 2000)}`, columns))
}

function checkpointText(steps: readonly number[]): string {
  const older = steps.slice(0, -1)
  if (steps.length === 0) return 'none yet'
  const kept =
    older.length === 0
      ? ''
      : `, and ${older.length === 1 ? 'that' : 'those'} of ${older.join(', ')} before it`
  return `of step ${steps.at(-1)}${kept}`
}

/** What differs from the defaults; all there are where nobody knows. */
function optionsLine(set: OptionValues | null, options: OptionValues): string {
  if (set === null) return optionsText(options)
  return Object.keys(set).length === 0 ? 'as the scenario has them' : optionsText(set)
}

function madeBy({ versions, machine = {} }: RunHeader): string {
  const { coevo = 'unknown', ...others } = versions
  const { cores, ...place } = machine
  const rest = Object.entries(others).map(([name, version]) => `${name} ${version}`)
  const computer = [...Object.values(place), ...(cores === undefined ? [] : [`${cores} cores`])]
  return [`coevo ${coevo}`, ...rest, ...computer].join(', ')
}

function courseText(name: string, { values, steps }: Curve, { headline }: RunOutline): string {
  const from = `first ${figure(values[0]!)}, last ${figure(values.at(-1)!)}`
  if (headline?.metric !== name)
    return `${from}, least ${figure(Math.min(...values))}, most ${figure(Math.max(...values))}`
  const at = steps.length > 1 ? ` at step ${headline.at}` : ''
  return `${from}, best ${figure(headline.best)}${at} (${headline.better} is better)`
}

/** A line a metric: where it began, where it is, and its course. */
function metricLines(
  curves: RunPage['curves'],
  drawn: readonly string[],
  columns: number,
  paint: Paint,
): string[] {
  const shown = [...curves.keys()].filter((name) => !drawn.includes(name) && !isBound(name, curves))
  const isConstant = (name: string) => new Set(curves.get(name)!.values).size === 1
  const names = shown.filter((name) => !isConstant(name))
  const constant = shown.filter(isConstant).map((name) => `${oneLine(name)} ${lastText(name, curves)}`)
  const longest = Math.max(16, Math.floor(columns / 3))
  const width = Math.max(8, Math.min(40, columns - longest - 30))
  const rows = names.map((name) => {
    const { values } = curves.get(name)!
    const course = values.length > 1 ? sparkline(values, width) : ''
    return [oneLine(name, longest), figure(values[0]!), course, lastText(name, curves)]
  })
  const [head, ...lines] = tableLines([['metric', 'first', '', 'last'], ...rows], [1])
  return [
    ...(rows.length === 0 ? [] : [`  ${paint('dim', head!)}`, ...lines.map((line) => `  ${line}`)]),
    ...(constant.length === 0 ? [] : [wrap(`  always    ${constant.join(', ')}`, columns)]),
  ]
}

/** Writes the last value of a metric, with its interval where it has one. */
function lastText(name: string, curves: RunPage['curves']): string {
  const [value, low, high] = ['', '/low', '/high'].map((end) => curves.get(name + end)?.values.at(-1))
  const interval = low === undefined || high === undefined ? '' : ` (${figure(low)} to ${figure(high)})`
  return `${figure(value!)}${interval}`
}

function nextLines({ scenario }: RunHeader, { outline, sessions }: RunPage): string[] {
  if (scenario === 'tournament') return [`Its tables and report.html are in ${oneLine(outline.run)}.`]
  return [
    'more: --metrics NAME,NAME draws any of these, --csv writes all of them',
    ...(sessions.episodes > 0 ? ['      --sessions lists what was said, --session N shows it'] : []),
  ]
}
