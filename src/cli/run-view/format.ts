import { oneLine, showOption, type Json, type OptionValues } from '../../core/index.ts'
import type { RunOutline } from '../../report/index.ts'

const UNITS = ['B', 'kB', 'MB', 'GB', 'TB'] as const

/** Writes a number of bytes: '75.1 MB', of 1,000 kB each. */
export function size(bytes: number): string {
  let [value, unit] = [bytes, 0]
  while (value >= 999.5 && unit < UNITS.length - 1) {
    value /= 1000
    unit++
  }
  return `${unit === 0 || value >= 99.5 ? Math.round(value) : value.toPrecision(value < 1 ? 2 : 3)} ${UNITS[unit]}`
}

const AGES: readonly (readonly [seconds: number, word: string])[] = [
  [86_400, 'day'],
  [3600, 'hour'],
  [60, 'minute'],
]

/** Writes how long ago something was: '3 hours ago'. */
export function ago(modified: number, now: number): string {
  const seconds = Math.max(0, (now - modified) / 1000)
  const [unit, word] = AGES.find(([least]) => seconds >= least) ?? [1, 'second']
  return `${many(Math.floor(seconds / unit), word)} ago`
}

/** Writes a count with its noun: '1 session', '2,400 sessions'. */
export function many(count: number, noun: string): string {
  return `${count.toLocaleString('en-US')} ${noun}${count === 1 ? '' : 's'}`
}

/** Writes options as they are set: 'steps=200 learningRate=0.01'. */
export function optionsText(set: OptionValues): string {
  return Object.entries(set)
    .map(([name, value]) => `${oneLine(name)}=${valueText(value)}`)
    .join(' ')
}

/** Writes the value of an option in one line. */
export function valueText(value: Json): string {
  return oneLine(showOption(value), 60)
}

/** Says how a run stands: 'finished', 'stopped at 12 of 300'. */
export function stateText({ state, step, steps }: RunOutline): string {
  const where = steps === null ? `step ${step}` : `${step} of ${steps}`
  if (state === 'finished') return 'finished'
  return state === 'in use' ? `running, ${where}` : `${state} at ${where}`
}
