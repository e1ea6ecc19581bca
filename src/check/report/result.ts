import type { CheckResult, Scope } from '../result.ts'
import { tellCoverage } from './coverage.ts'
import { count, number, table } from './text.ts'

/**
 * Writes what a check came to, as a small table; claims that nothing is broken only where all was seen.
 *
 * `isTold`: the violations were told before, and are not named again.
 */
export function formatResult(result: CheckResult, isTold = false): string {
  const { mode, scope, states, transitions, runs, depth, complete, within, notes, violations } = result
  const rows = table([
    ['mode', mode],
    ['network', scope.network],
    ['faults', faultsOf(scope)],
    ['time', scope.time],
    [
      'seen',
      [
        ...(mode === 'random' ? [count(runs, 'run')] : [count(states, 'state')]),
        count(transitions, 'transition'),
        `depth ${number(depth)}`,
      ].join(', '),
    ],
    ['complete', complete ? 'yes' : within === null ? 'no' : `within ${bound(within)}`],
    ...notes.map((note) => ['note', note]),
  ])
  const told = violations.flatMap(({ summary, deviations, token }) => [
    summary,
    ...deviations.map((deviation) => `  ${deviation}`),
    `  replay with --replay ${token}`,
  ])
  const parts = [
    [`${result.protocol}: ${verdict(result)}`],
    ...(told.length === 0 || isTold ? [] : [told]),
    indent(rows),
    indent(tellCoverage(result.coverage)),
  ]
  return `${parts.map((lines) => lines.join('\n')).join('\n\n')}\n`
}

function indent(lines: readonly string[]): string[] {
  return lines.map((line) => `  ${line}`)
}

function bound(within: number): string {
  return `${count(within, 'message')} on a link`
}

function verdict({ mode, complete, within, states, runs, notes, violations }: CheckResult): string {
  if (violations.length > 0) return count(violations.length, 'violation')
  if (complete || within !== null)
    return `no violation in any of the ${count(states, 'state')} that can be reached${within === null ? '' : ` with at most ${bound(within)}`}${notes.length === 0 ? '' : ', but not all could be decided'}`
  const seen = mode === 'random' ? count(runs, 'run') : count(states, 'state')
  return `no violation seen in ${seen}, which is not all that can happen`
}

function faultsOf({ faults }: Scope): string {
  const allowed = Object.entries(faults).filter(([, most]) => most > 0)
  return allowed.length === 0 ? 'none' : allowed.map(([kind, most]) => `at most ${most} ${kind}`).join(', ')
}
