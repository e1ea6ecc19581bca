import { showOption, type OptionValues } from '../../core/index.ts'
import type { CompleteMeasure, Difference, Spread, StudyReport, Value } from '../../scenario/index.ts'
import { figure } from '../progress/figure.ts'

/** Writes numbers of a measure, with a true minus sign: shares of 1 as per cent where that is its unit. */
export function numberOf({ unit }: CompleteMeasure): (value: number) => string {
  const write = unit === '%' ? (value: number) => (100 * value).toFixed(1) : figure
  return (value) => write(value).replace('-', '−')
}

/** Names a measure with its unit and its direction: 'accuracy (%, higher is better)'. */
export function measureTitle({ name, unit, of, better }: CompleteMeasure): string {
  const counted = unit ?? (typeof of === 'string' ? null : 'steps')
  return `${name} (${counted === null ? '' : `${counted}, `}${better} is better)`
}

/** Says where a measure comes from: 'the last accuracy'. */
export function measureSource({ metric, of }: CompleteMeasure): string {
  if (of === 'last') return `\`${metric}\` at the end`
  if (of === 'best') return `the best \`${metric}\` of a run`
  if (of === 'mean') return `the mean of \`${metric}\` over a run`
  return 'reaches' in of
    ? `the step at which \`${metric}\` is first ${figure(of.reaches)} or more`
    : `the step at which \`${metric}\` is first ${figure(of.fallsTo)} or less`
}

/** Writes a value; `state` says why there is none. */
export function valueText(value: Value, state: string, write: (value: number) => string): string {
  if (value === undefined) return state === 'unfinished' ? 'unfinished' : 'missing'
  return value === null ? 'never' : write(value)
}

/** Writes mean and standard deviation; of runs that never got there, how many did. */
export function spreadText(
  spread: Spread | null,
  values: readonly Value[],
  write: (value: number) => string,
): string {
  if (spread === null) {
    const there = values.filter((value) => value !== undefined)
    if (there.length === 0) return 'missing'
    return `${there.filter((value) => value !== null).length} of ${there.length} runs`
  }
  const { mean, deviation } = spread
  return deviation === null ? write(mean) : `${write(mean)} ± ${write(deviation)}`
}

/** Writes a difference with its interval: '−3.1 (−7.0 to 0.9)'. */
export function differenceText(difference: Difference | null, write: (value: number) => string): string {
  if (difference === null) return ''
  const { mean, low, high } = difference
  return low === null || high === null ? write(mean) : `${write(mean)} (${write(low)} to ${write(high)})`
}

/** Says how mean, spread and difference come about; `seeds`: how many. */
export function method(seeds: number, first: string): string {
  const few = seeds > 1 && seeds < 6 ? ` Of ${seeds} seeds that interval is wide and says little.` : ''
  return (
    `Mean ± standard deviation over the seeds; the difference from '${first}' is taken seed by seed, with the 95 % ` +
    `interval of Student's t over the seeds.${few}`
  )
}

/** Writes options as --set takes them. */
export function setText(set: OptionValues): string {
  return Object.entries(set)
    .map(([name, value]) => `${name}=${showOption(value)}`)
    .join(' ')
}

/** Writes the command that makes a study. */
export function studyCommandText({ record }: StudyReport): string {
  const { scenario, source, seeds, set } = record
  // Where a user's file lies is nobody else's concern.
  const name = source === null ? scenario : `./${source.split(/[\\/]/).at(-1)}`
  const options = Object.keys(set).length === 0 ? '' : ` --set ${setText(set)}`
  return `coevo study ${name} --seeds ${seeds.join(',')}${options}`
}
