import { stripVTControlCharacters } from 'node:util'
import { painter, type Paint } from '../paint.ts'
import { duration, figure } from './figure.ts'
import { sparkline } from './sparkline.ts'
import { timeLeft, type Progress } from './state.ts'

export interface Canvas {
  /** Characters a line; longer lines are cut. */
  readonly columns: number
  readonly color: boolean
}

const LABEL = 10

/** Draws the live view of a run as lines. */
export function drawProgress(progress: Progress, { columns, color }: Canvas): string[] {
  const paint = painter(color)
  const { scenario, seed, run, preparing } = progress
  if (progress.steps === 0) return [fit(` ${paint('dim', 'preparing')} ${preparing}`, columns)]
  const lines = [
    `${paint('bold', scenario)}  ${paint('dim', `seed ${seed} → ${run}`)}`,
    '',
    row('step', drawSteps(progress, columns, paint), paint),
    ...drawHeadline(progress, columns, paint),
    ...drawGroups(progress, columns, paint),
    ...(progress.step > progress.firstStep ? [row('speed', drawSpeed(progress, paint), paint)] : []),
  ]
  return lines.map((line) => fit(` ${line}`, columns))
}

/** Tells the state of a run in one line, for a log. */
export function progressLine(progress: Progress): string {
  const { step, steps, headline, course, losses, gamesPerSecond, trainTokensPerSecond } = progress
  const value = course.at(-1)?.value
  const left = timeLeft(progress)
  return [
    `step ${step}/${steps}`,
    value === undefined ? '' : `${headline} ${figure(value)}`,
    ...Object.entries(losses).map(([name, values]) => `${name} ${figure(values.at(-1)!)}`),
    left === undefined ? '' : `${figure(gamesPerSecond)} games/s`,
    left === undefined ? '' : `${figure(trainTokensPerSecond)} tokens/s`,
    left === undefined ? '' : `${duration(left)} left`,
  ]
    .filter((part) => part !== '')
    .join('  ')
}

function row(label: string, text: string, paint: Paint): string {
  return `${paint('dim', label.padEnd(LABEL))} ${text}`
}

function drawSteps(progress: Progress, columns: number, paint: Paint): string {
  const { step, steps, seconds, stopping } = progress
  const left = timeLeft(progress)
  const count = `${String(step).padStart(String(steps).length)}/${steps}`
  const time =
    left === undefined || step === steps ? duration(seconds) : `${duration(seconds)}, ${duration(left)} left`
  const end = stopping ? 'stopping after this step' : time
  const width = Math.max(8, Math.min(40, columns - LABEL - count.length - end.length - 8))
  const share = steps > 0 ? step / steps : 0
  const done = Math.round(share * width)
  const bar = paint('green', '━'.repeat(done)) + paint('dim', '─'.repeat(width - done))
  return `${count}  ${bar}  ${paint(stopping ? 'yellow' : 'dim', end)}`
}

function drawHeadline({ headline, better, course }: Progress, columns: number, paint: Paint): string[] {
  const first = course[0]
  const last = course.at(-1)
  if (first === undefined || last === undefined) return []
  const isBetter = (a: number, b: number) => (better === 'lower' ? a < b : a > b)
  const best = course.reduce((a, b) => (isBetter(b.value, a.value) ? b : a))
  const note = `from ${figure(first.value)}, best ${figure(best.value)} at step ${best.step}`
  const width = Math.max(8, Math.min(40, columns - LABEL - note.length - 14))
  const values = course.map(({ value }) => value)
  const value = paint(['bold', 'cyan'], figure(last.value).padEnd(7))
  return [
    row(
      headline,
      `${value} ${paint('cyan', sparkline(values, width, better === 'lower' ? 'logarithmic' : 'linear'))}  ${paint('dim', note)}`,
      paint,
    ),
  ]
}

/** One line for each part before a '/' in the metrics' names: evaluations, roles, models. */
function drawGroups({ evaluation, metrics, losses }: Progress, columns: number, paint: Paint): string[] {
  const all = { ...evaluation, ...metrics }
  const groups = new Map<string, string[]>()
  for (const [name, value] of Object.entries(all)) {
    const [group, metric] = splitName(name)
    const [low, high, series] = [all[`${name}/low`], all[`${name}/high`], losses[name]]
    // A count of zero (draws, illegal moves, timeouts) is no news; a step's totals are in the speed.
    const silent = series === undefined && low === undefined && value === 0
    if (silent || /\/(low|high)$/.test(name) || (metric === '' && name in metrics)) continue
    const interval =
      low === undefined || high === undefined ? '' : paint('dim', ` (${figure(low)} to ${figure(high)})`)
    const line = series === undefined ? '' : ` ${paint('magenta', sparkline(series, 12))}`
    const part = `${metric === '' ? '' : paint('dim', `${metric} `)}${figure(value)}${interval}${line}`
    const parts = groups.get(group) ?? []
    groups.set(group, series === undefined ? [...parts, part] : [part, ...parts])
  }
  return [...groups].map(([group, parts]) => row(group, joinFitting(parts, columns - LABEL - 3), paint))
}

function splitName(name: string): [group: string, metric: string] {
  const slash = name.indexOf('/')
  return slash < 0 ? [name, ''] : [name.slice(0, slash), name.slice(slash + 1)]
}

/** Joins the first parts that fit into a line. */
function joinFitting(parts: readonly string[], columns: number): string {
  let line = parts[0] ?? ''
  for (const part of parts.slice(1)) {
    const longer = `${line}  ${part}`
    if (stripVTControlCharacters(longer).length > columns) break
    line = longer
  }
  return line
}

function drawSpeed({ gamesPerSecond, trainTokensPerSecond, checkpoint }: Progress, paint: Paint): string {
  const saved = checkpoint === null ? '' : paint('dim', `  checkpoint at step ${checkpoint}`)
  const [games, tokens] = [figure(gamesPerSecond), figure(trainTokensPerSecond)]
  return `${games} ${paint('dim', 'games/s')}  ${tokens} ${paint('dim', 'tokens/s in training')}${saved}`
}

/** Cuts a line that would wrap; its colours go with the cut. */
function fit(line: string, columns: number): string {
  const plain = stripVTControlCharacters(line)
  return plain.length < columns ? line.trimEnd() : `${plain.slice(0, columns - 2)}…`
}
