import { writeFileSync } from 'node:fs'
import {
  formatResult,
  formatViolation,
  sequenceDiagram,
  type CheckResult,
  type Violation,
} from '../../check/index.ts'
import { UserError } from '../../core/index.ts'
import { painter } from '../paint.ts'
import { wrap } from '../wrap.ts'
import { junitXml, type Reported } from './junit.ts'
import type { Page } from './tell.ts'

/** Traces with more steps are not part of the JSON: the token tells them again. */
const LONGEST_TRACE = 200

/** What a check came to, as `--json` prints it. `system`: as the user named it. */
export function resultJson(result: CheckResult, system: string, seconds: number): object {
  return { ...result, violations: result.violations.map(violationJson), system, seconds }
}

/** Writes what a check came to for a reader: the story of each violation, then what was covered. */
export function resultText(result: CheckResult, system: string, { columns, color }: Page): string {
  const paint = painter(color)
  const stories = reports(result, system, false).map((report) =>
    withHead(report, (head) => paint('bold', head)),
  )
  const verdict = result.violations.length > 0 ? 'red' : result.complete ? 'green' : 'yellow'
  const summary = withHead(wrap(formatResult(result, true).trimStart(), columns), (head) =>
    paint(['bold', verdict], head),
  )
  return [...stories, summary].map((part) => `\n${part}`).join('')
}

/**
 * Writes what a check came to into a Markdown file.
 *
 * @throws UserError when the file cannot be written.
 */
export function writeReport(file: string, result: CheckResult, system: string): void {
  const [verdict = '', ...rest] = formatResult(result).trim().split('\n')
  const summary = rest.map((line) => (line === '' ? '' : `    ${line}`)).join('\n')
  const stories = reports(result, system, true).map((report) => `## ${report}`)
  const text = [`# ${verdict}`, summary.replace(/^\n+/, ''), ...stories].join('\n\n')
  writeTo(file, `${text.trimEnd()}\n`, '--report')
}

/**
 * Writes what a check came to into a file of JUnit XML.
 *
 * @throws UserError when the file cannot be written.
 */
export function writeJunit(file: string, result: CheckResult, reported: Omit<Reported, 'tell'>): void {
  const found = { protocol: result.protocol, system: reported.name, diagram: false }
  const tell = (violation: Violation) => formatViolation(violation, found)
  writeTo(file, junitXml(result, { ...reported, tell }), '--junit')
}

function writeTo(file: string, text: string, flag: string): void {
  try {
    writeFileSync(file, text)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new UserError(`The report cannot be written (${reason}): choose another place with ${flag}.`, {
      cause: error,
    })
  }
}

function reports({ protocol, violations }: CheckResult, system: string, diagram: boolean): string[] {
  return violations.map((violation) => formatViolation(violation, { protocol, system, diagram }))
}

function withHead(text: string, change: (head: string) => string): string {
  return text.replace(/^.*/, change)
}

function violationJson({ cause, summary, token, deviations, trace }: Violation): object {
  return {
    cause,
    summary,
    token,
    deviations,
    diagram: sequenceDiagram(trace),
    trace: trace.steps.length <= LONGEST_TRACE ? trace : null,
  }
}
