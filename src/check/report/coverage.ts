import { oneLine } from '../../core/index.ts'
import type { Coverage } from '../result.ts'
import { number, table } from './text.ts'

/** Outcomes and warnings are told one by one up to so many. */
const MOST = 12

/** Writes what was seen to happen, and a warning for what could have and did not, as a small table. */
export function tellCoverage(coverage: Coverage): string[] {
  const { states, messages, faults, timers, outcomes, warnings } = coverage
  const tallies = [
    ...Object.entries(states),
    ['messages', messages] as const,
    ['faults', faults] as const,
    ['timers', timers] as const,
  ]
  return table([
    ...tallies.flatMap(([label, counts]) => {
      const text = Object.entries(counts).map(tally).join(', ')
      return text === '' ? [] : [[oneLine(label, 40), text] as const]
    }),
    ...list('outcomes', Object.entries(outcomes).map(tally)),
    ...list('warnings', warnings),
  ])
}

function tally([name, count]: readonly [name: string, count: number]): string {
  return `${oneLine(name, 80)} ×${number(count)}`
}

/** Rows of one label, which stands in the first. */
function list(label: string, texts: readonly string[]): (readonly [label: string, text: string])[] {
  const more = texts.length > MOST ? [`and ${number(texts.length - MOST)} more`] : []
  return [...texts.slice(0, MOST), ...more].map((text, i) => [i === 0 ? label : '', text])
}
