import { Option, type Command } from 'commander'
import { lookUp, oneLine, UserError } from '../../core/index.ts'
import {
  curvesOf,
  metricsCsv,
  outlineFrom,
  sessionRows,
  sessionsPlayed,
  sessionView,
  type Curve,
} from '../../report/index.ts'
import {
  findRun,
  readHeader,
  readResult,
  readRun,
  type MetricRow,
  type RecordedRun,
  type RunHeader,
} from '../../store/index.ts'
import { wholeNumber } from '../number.ts'
import { figure } from '../progress/figure.ts'
import { sessionText } from '../run-view/dialogue.ts'
import { many } from '../run-view/format.ts'
import { runText, type RunPage } from '../run-view/page.ts'
import { tableLines } from '../run-view/table.ts'
import type { Terminal } from '../terminal.ts'

export interface ShowFlags {
  readonly metrics?: readonly string[]
  readonly csv?: true
  readonly session?: number
  readonly sessions?: true
  readonly step?: number
  readonly end?: string
  readonly limit: number
  readonly json?: true
}

const EXAMPLES = `
Examples:
  coevo show runs/kuhn-equilibrium-1                            what it is, its curve, every metric
  coevo show runs/kuhn-equilibrium-1 --metrics policy/loss,gameValue
  coevo show runs/kuhn-equilibrium-1 --csv > metrics.csv        a row a step, a column a metric
  coevo show runs/kuhn-equilibrium-1 --sessions --step 300      which sessions of the last step are recorded
  coevo show runs/kuhn-equilibrium-1 --session 229650           who said what, and how likely each token was`

/** Declares `coevo show`. */
export function declareShow(command: (usage: string, description: string) => Command): Command {
  return command('show <run>', 'Look into a run, also while it goes on: its curves, metrics and sessions.')
    .addHelpText('after', EXAMPLES)
    .option('--metrics <names>', 'the metrics that are drawn, with commas between them', (text) =>
      text.split(','),
    )
    .option('--csv', 'print the metrics as comma-separated values, a row a step')
    .option('--session <n>', 'show a session: who said what, token by token', wholeNumber(0, 2 ** 53 - 1))
    .option('--sessions', 'list the sessions that are recorded')
    .option('--step <n>', 'of --sessions, those of this step', wholeNumber(0, 2 ** 32))
    .addOption(
      new Option('--end <how>', 'of --sessions, those that ended so').choices([
        'finished',
        'illegal',
        'timeout',
        'error',
      ]),
    )
    .option('--limit <n>', 'of --sessions, so many at most', wholeNumber(1, 1e6), 20)
}

/**
 * Shows a run, its metrics, or sessions of it. Nothing of the run is locked or changed.
 *
 * @throws UserError for what is no run, is damaged, or does not hold what is asked for.
 */
export function showCommand(path: string, flags: ShowFlags, terminal: Terminal): void {
  const asked = (['csv', 'session', 'sessions'] as const).filter((flag) => flags[flag] !== undefined)
  if (asked.length > 1)
    throw new UserError(`--${asked[0]} and --${asked[1]} ask for different things: give one of them.`)
  if (flags.csv === true && flags.json === true)
    throw new UserError('--csv and --json would both write to standard output: leave one out.')
  const folder = findRun(path)
  const header = readHeader(folder)
  readRun(folder, (run) => {
    if (flags.csv === true) return terminal.out(metricsCsv(wanted(run, flags)))
    if (flags.session !== undefined) return showSession(folder, run, flags.session, flags, terminal)
    if (flags.sessions === true) return listSessions(folder, run, flags, terminal)
    return showRun(folder, header, run, flags, terminal)
  })
}

/** All metrics, or those that are named. @throws UserError for a name that is none. */
function wanted(run: RecordedRun, { metrics }: ShowFlags): MetricRow[] {
  const rows = run.metrics()
  if (metrics === undefined) return rows
  const known = Object.fromEntries(rows.map(({ name }) => [name, true]))
  for (const name of metrics) lookUp('metric of the run', name, known)
  return rows.filter(({ name }) => metrics.includes(name))
}

function showRun(
  folder: string,
  header: RunHeader,
  run: RecordedRun,
  flags: ShowFlags,
  terminal: Terminal,
): void {
  const outline = outlineFrom(folder, header, run)
  const curves = curvesOf(run.metrics())
  const named = flags.metrics === undefined ? [] : [...new Set(wanted(run, flags).map(({ name }) => name))]
  const usual = outline.headline === null ? [] : [outline.headline.metric]
  const { episodes, journals } = run.kept()
  const page: RunPage = {
    outline,
    header,
    sessions: { played: sessionsPlayed(run), episodes, journals },
    checkpoints: run.checkpoints().map(({ step }) => step),
    digest: digestOf(folder),
    drawn: flags.metrics === undefined ? usual : flags.metrics.filter((name) => named.includes(name)),
    curves,
  }
  if (flags.json !== true) return terminal.out(runText(page, terminal.time(), terminal.page()))
  const { drawn: _, curves: __, ...told } = page
  terminal.out(`${JSON.stringify({ ...told, metrics: Object.fromEntries<Curve>(curves) })}\n`)
}

function digestOf(folder: string): string | null {
  const { digest = null } = (readResult(folder) ?? {}) as { readonly digest?: string }
  return digest
}

function showSession(
  folder: string,
  run: RecordedRun,
  number: number,
  { json }: ShowFlags,
  terminal: Terminal,
): void {
  const view = sessionView(folder, run, number)
  if (json === true) terminal.out(`${JSON.stringify({ run: folder, ...view })}\n`)
  else terminal.out(sessionText(view, folder, terminal.page()))
}

function listSessions(folder: string, run: RecordedRun, flags: ShowFlags, terminal: Terminal): void {
  const { step, end, limit } = flags
  // One more than is shown tells whether there are more.
  const found = sessionRows(run.episodes({ step, end, limit: limit + 1 }))
  const shown = found.slice(0, limit)
  if (flags.json === true)
    return terminal.out(`${JSON.stringify({ run: folder, sessions: shown, more: found.length > limit })}\n`)
  if (shown.length === 0)
    return terminal.out(`No session of '${oneLine(folder)}' that is recorded is like that.\n`)
  const rows = shown.map(({ session, step, game, end, roles }) => [
    `${session}`,
    `${step}`,
    oneLine(game, 30),
    end,
    roles.map(({ role, return: gain }) => `${oneLine(role, 20)} ${figure(gain)}`).join('  '),
  ])
  const lines = tableLines([['session', 'step', 'kind', 'end', 'returns'], ...rows], [0, 1])
  const { episodes } = run.kept()
  const tail =
    found.length > limit
      ? `The first ${limit}; --limit shows more, --step and --end choose. ${many(episodes, 'session')} of ${sessionsPlayed(run).toLocaleString('en-US')} are recorded.`
      : `Look into one with: coevo show ${oneLine(folder)} --session ${shown[0]!.session}`
  terminal.out(`${lines.join('\n')}\n\n${tail}\n`)
}
