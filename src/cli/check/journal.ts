import type { System } from '../../check/index.ts'
import { oneLine, UserError } from '../../core/index.ts'
import { checkJournal, type SessionVerdict } from '../../protocol/index.ts'
import { findRun, readJournal } from '../../store/index.ts'
import { painter } from '../paint.ts'
import type { Terminal } from '../terminal.ts'
import type { CheckFlags } from './flags.ts'
import type { Page } from './tell.ts'

/** So many violations are told one by one; `--json` tells all. */
const MOST = 20

/** A promise that a recorded session broke, or a message that the protocol does not allow. */
interface JournalViolation {
  readonly session: string
  /** Its place in the session; null for what was still owed at the end. */
  readonly seq: number | null
  readonly kind: 'broken' | 'owed' | 'foreign'
  readonly summary: string
}

/** What a journal came to, as `--json` prints it. */
interface Held {
  readonly protocol: string
  readonly run: string
  readonly sessions: number
  readonly messages: number
  readonly violations: readonly JournalViolation[]
  /** Monitors that some session must satisfy, and none did. */
  readonly unreached: readonly string[]
}

/**
 * Holds the journal of a run to the promises of a system's protocol. Returns the exit code.
 *
 * @throws UserError when there is no such run, or its journal is empty.
 */
export function holdJournal(
  { name, protocol }: System,
  run: string,
  { json }: Pick<CheckFlags, 'json'>,
  terminal: Terminal,
): number {
  const folder = findRun(run)
  const sessions = readJournal(folder)
  if (sessions.size === 0)
    throw new UserError(
      `The journal of '${folder}' is empty: a run writes the first session of each step there, once the step is done.`,
    )
  const entries = [...sessions.values()].flat().map((message) => ({ message, refused: null }))
  const verdicts = checkJournal(entries, protocol)
  const messages = verdicts.reduce((sum, verdict) => sum + verdict.messages, 0)
  const violations = verdicts.flatMap(violationsOf)
  const unreached = protocol.monitors
    .filter((monitor) => monitor.goal !== undefined)
    .map((monitor) => monitor.name)
    .filter((promise) => !verdicts.some(({ reached }) => reached.includes(promise)))
  const promises = protocol.monitors.map((monitor) => monitor.name)
  const held: Held = {
    protocol: name,
    run: folder,
    sessions: verdicts.length,
    messages,
    violations,
    unreached,
  }
  if (json) terminal.out(`${JSON.stringify(held)}\n`)
  else terminal.out(describe(held, promises, terminal.page()))
  return violations.length > 0 ? 1 : 0
}

function violationsOf({ session, breaches, foreign }: SessionVerdict): JournalViolation[] {
  return [
    ...foreign.map(({ message: { seq, type, from, to }, refused }) => ({
      session,
      seq,
      kind: 'foreign' as const,
      summary: oneLine(`#${seq} ${type} ${from} → ${to} is not in the protocol: ${refused.detail}`),
    })),
    ...breaches.map(({ kind, monitor, detail, seq }) => ({
      session,
      seq,
      kind,
      summary: oneLine(`${seq === null ? '' : `#${seq} `}'${monitor}' is ${kind}: ${detail}`),
    })),
  ]
}

function describe(held: Held, promises: readonly string[], { color }: Page): string {
  const paint = painter(color)
  const { protocol, run, sessions, messages, violations, unreached } = held
  const bad = new Set(violations.map(({ session }) => session)).size
  const verdict =
    bad === 0
      ? paint(['bold', 'green'], `no violation in ${count(sessions, 'session')}`)
      : paint(
          ['bold', 'red'],
          `${count(violations.length, 'violation')} in ${bad} of ${count(sessions, 'session')}`,
        )
  const told = violations.slice(0, MOST).map(({ session, summary }) => `session ${session}: ${summary}`)
  const more = violations.length - told.length
  const rows = [
    `run       ${run}`,
    `messages  ${messages.toLocaleString('en-US')}`,
    ...promises.map((name) => `promise   ${name}`),
    ...unreached.map((name) => `warning   no session reached what '${name}' says that some session must`),
  ]
  const lines = [...told, ...(more > 0 ? [`and ${more} more; --json tells them all`] : [])]
  const parts = [[`${protocol}: ${verdict}`], lines.map(indent), rows.map(indent)]
  return `\n${parts.flatMap((part) => (part.length === 0 ? [] : [part.join('\n')])).join('\n\n')}\n`
}

function indent(line: string): string {
  return `  ${line}`
}

function count(n: number, noun: string): string {
  return `${n.toLocaleString('en-US')} ${noun}${n === 1 ? '' : 's'}`
}
