import { oneLine } from '../../core/index.ts'
import type { Coverage } from '../result.ts'
import { number } from './text.ts'

/** Outcomes and timers are told one by one up to so many. */
const MOST = 12

/** Writes what was seen to happen, as rows of a label and counts; what there was none of has no row. */
export function coverageRows(coverage: Coverage): (readonly [label: string, text: string])[] {
  const { states, messages, faults, outcomes, timers } = coverage
  const rows = [
    ...Object.entries(states),
    ['messages', messages] as const,
    ['faults', faults] as const,
    ['timers', timers] as const,
    ['outcomes', outcomes] as const,
  ]
  return rows
    .map(([label, counts]) => [oneLine(label, 40), tally(counts)] as const)
    .filter(([, text]) => text !== '')
}

function tally(counts: Readonly<Record<string, number>>): string {
  const all = Object.entries(counts)
  const told = all.slice(0, MOST).map(([name, n]) => `${oneLine(name, 60)} ×${number(n)}`)
  return [...told, ...(all.length > MOST ? [`and ${number(all.length - MOST)} more`] : [])].join(', ')
}
