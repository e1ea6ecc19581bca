import type { Cause, Coverage, Violation } from '../result.ts'
import { tellCoverage } from './coverage.ts'
import { sequenceDiagram } from './sequence.ts'
import { tellEnd, tellStory } from './story.ts'
import { count, table } from './text.ts'

/** Where a violation was found. */
export interface Found {
  /** The protocol's name. */
  readonly protocol: string
  /** The system as the command line names it, or the path of its module. */
  readonly system: string
  /** How to tell the run again; if left out, by the command line. */
  readonly replay?: (token: string) => string
  /** False for a report without a diagram: in a terminal nobody sees it drawn. Default true. */
  readonly diagram?: boolean
  /** What the check had seen by then. */
  readonly coverage?: Coverage | undefined
}

/**
 * Writes the full report of a violation: plain text that is Markdown as well, with a Mermaid diagram.
 *
 * The cause comes first, in one line; then how to replay the run, where it left the dull path, its story,
 * where each agent was at the end, the diagram, and what the check covered.
 */
export function formatViolation(violation: Violation, found: Found): string {
  const { protocol, system, coverage, replay = replayCommand(system), diagram = true } = found
  const { cause, summary, token, deviations, trace } = violation
  const head = table([
    ['system', `${system}, protocol ${protocol}`],
    promiseOf(cause),
    ['replay', replay(token)],
  ])
  const { length } = trace.steps
  const parts = [
    summary,
    block(head),
    ...(deviations.length === 0
      ? ['It happens on the dull path: everything in order, no fault.']
      : [`${count(deviations.length, 'step')} off the dull path:`, block(deviations)]),
    `The story in ${count(length, 'step')}${deviations.length === 0 ? '' : ', * off the dull path'}:`,
    block(tellStory(trace)),
    'At the end:',
    block(tellEnd(trace)),
    ...(diagram ? [['```mermaid', sequenceDiagram(trace), '```'].join('\n')] : []),
    ...(coverage === undefined ? [] : ['Seen until then:', block(tellCoverage(coverage))]),
  ]
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`
}

/** The command that tells a run of a system again, as a shell takes it. */
export function replayCommand(system: string): (token: string) => string {
  const quoted = /[^\w./@:+-]/.test(system) ? `'${system.replaceAll("'", String.raw`'\''`)}'` : system
  return (token) => `coevo check ${quoted} --replay ${token}`
}

/** Names the promise that a cause breaks, and who watches over it. */
function promiseOf(cause: Cause): readonly [label: string, text: string] {
  switch (cause.kind) {
    case 'broken':
    case 'owed':
    case 'unreached':
      return ['monitor', `${cause.monitor} (${cause.kind})`]
    case 'invariant':
      return ['invariant', cause.name]
    case 'hang':
      return ['always', 'an agent comes to rest only where its role may rest']
    case 'restless':
      return ['always', 'without faults, all comes to rest']
    case 'refused':
      return ['always', 'agents send what the protocol lets them send']
    case 'failed':
      return ['always', 'no agent throws']
    case 'nondeterministic':
    default:
      return ['always', 'an agent does the same in the same situation']
  }
}

function block(lines: readonly string[]): string {
  return lines.map((line) => `    ${line}`.trimEnd()).join('\n')
}
