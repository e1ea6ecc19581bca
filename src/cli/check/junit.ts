import type { Cause, CheckResult, System, Violation } from '../../check/index.ts'

/** What every system promises, by the kind of cause that breaks it. */
const ALWAYS = {
  hang: 'every agent comes to rest only where its role may rest',
  restless: 'without faults, all comes to rest',
  refused: 'agents send what the protocol lets them send',
  failed: 'no agent throws',
  nondeterministic: 'an agent does the same in the same situation',
} as const

/** Where a report comes from. */
export interface Reported {
  /** The system as the user named it. */
  readonly name: string
  readonly system: System
  readonly seconds: number
  /** The full report of a violation, in plain text. */
  readonly tell: (violation: Violation) => string
}

/**
 * Writes what a check came to as JUnit XML: a test case for each promise, which fails with the story of its
 * violation. A check that did not see all there is says so in its output.
 *
 * Source: the schema that Jenkins, GitLab and GitHub actions read (testmoapp/junitxml).
 */
export function junitXml(result: CheckResult, { name, system, seconds, tell }: Reported): string {
  const promises = [
    ...Object.values(ALWAYS),
    ...[...system.protocol.monitors, ...system.monitors].map((monitor) => monitor.name),
    ...Object.keys(system.invariants),
  ]
  const broken = new Map(result.violations.map((violation) => [promiseOf(violation.cause), violation]))
  const cases = promises.map((promise) => {
    const head = `<testcase classname="${escape(name)}" name="${escape(promise)}" time="0"`
    const violation = broken.get(promise)
    if (violation === undefined) return `    ${head}/>`
    const { summary, cause } = violation
    return `    ${head}>\n      <failure message="${escape(summary)}" type="${cause.kind}">${escape(tell(violation))}</failure>\n    </testcase>`
  })
  const counts = `tests="${cases.length}" failures="${broken.size}" errors="0" time="${seconds.toFixed(3)}"`
  const said = [...result.notes, ...result.coverage.warnings].join('\n')
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="coevo check" ${counts}>`,
    `  <testsuite name="${escape(system.name)}" ${counts}>`,
    ...cases,
    ...(said === '' ? [] : [`    <system-out>${escape(said)}</system-out>`]),
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n')
}

function promiseOf(cause: Cause): string {
  switch (cause.kind) {
    case 'broken':
    case 'owed':
    case 'unreached':
      return cause.monitor
    case 'invariant':
      return cause.name
    case 'hang':
    case 'restless':
    case 'refused':
    case 'failed':
    case 'nondeterministic':
      return ALWAYS[cause.kind]
  }
}

/** Writes a text so that XML holds it: characters that it cannot hold are replaced. */
function escape(text: string): string {
  return (
    text
      .toWellFormed()
      // oxlint-disable-next-line no-control-regex -- these are what XML 1.0 has no way to write
      .replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\ufffd')
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll('"', '&quot;')
      .replaceAll("'", '&apos;')
  )
}
