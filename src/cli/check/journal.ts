import type { Message } from '../../bus/index.ts'
import type { System } from '../../check/index.ts'
import { oneLine, UserError } from '../../core/index.ts'
import { checkJournal, type SessionVerdict } from '../../protocol/index.ts'
import { findRun, readJournal } from '../../store/index.ts'
import { painter } from '../paint.ts'
import type { Terminal } from '../terminal.ts'
import type { CheckFlags } from './flags.ts'
import { spokenBy } from './spoken.ts'
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
  /** How many sessions the run has played, at least: those of it that are kept have these numbers. */
  readonly played: number
  readonly messages: number
  readonly violations: readonly JournalViolation[]
  /** Monitors that some session must satisfy, and none did. */
  readonly unreached: readonly string[]
}

/**
 * Holds the journal of a run to the promises of a system's protocol, or, without one, each of its sessions to those of
 * the protocol that it speaks. Returns the exit code.
 *
 * @param known systems that sessions may be of
 * @throws UserError when there is no such run, its journal is empty, or its sessions are of other protocols.
 */
export function holdJournal(
  system: System | null,
  run: string,
  { json }: Pick<CheckFlags, 'json'>,
  terminal: Terminal,
  known: readonly System[] = [],
): number {
  const folder = findRun(run)
  const sessions = readJournal(folder)
  if (sessions.size === 0)
    throw new UserError(
      `The journal of '${folder}' is empty: a run keeps some sessions of each step there, once the step is done, unless it is told to keep none.`,
    )
  const systems = system === null ? known : [system, ...known]
  // What speaks no protocol is held to the one that was named, if any.
  const spoken = Map.groupBy(sessions.values(), (messages) => spokenBy(messages, systems) ?? system)
  if (system !== null) checkSpoken(system, folder, spoken)
  const played = 1 + Math.max(...[...sessions.keys()].map(Number))
  const held = [...spoken].map(([of, entries]) => {
    if (of !== null) return hold(of, folder, entries, played)
    throw new UserError(
      `${entries.length} sessions of '${folder}' speak no protocol that ships: name your own, as in 'coevo check ./my-protocol.ts --journal …'.`,
    )
  })
  if (json) terminal.out(`${JSON.stringify(held.length === 1 ? held[0] : held)}\n`)
  else
    for (const [i, each] of held.entries()) {
      const promises = [...spoken.keys()][i]!.protocol.monitors.map((monitor) => monitor.name)
      terminal.out(describe(each, promises, terminal.page()))
    }
  return held.some(({ violations }) => violations.length > 0) ? 1 : 0
}

/** @throws UserError where none of a run's sessions is of the system that was named, and others know them. */
function checkSpoken(system: System, folder: string, spoken: ReadonlyMap<System | null, unknown[]>): void {
  const others = [...spoken.keys()].filter((other) => other !== null && other !== system)
  if (others.length === 0) return
  const names = others.map((other) => `'${other!.name}'`).join(' and ')
  throw new UserError(
    `Sessions of '${folder}' speak ${names}, not '${system.name}': leave the protocol out, and each is held to its own.`,
  )
}

function hold(
  { name, protocol }: System,
  run: string,
  sessions: readonly (readonly Message[])[],
  played: number,
): Held {
  const entries = sessions.flat().map((message) => ({ message, refused: null }))
  const verdicts = checkJournal(entries, protocol)
  return {
    protocol: name,
    run,
    sessions: verdicts.length,
    played,
    messages: verdicts.reduce((sum, verdict) => sum + verdict.messages, 0),
    violations: verdicts.flatMap(violationsOf),
    unreached: protocol.monitors
      .filter((monitor) => monitor.goal !== undefined)
      .map((monitor) => monitor.name)
      .filter((promise) => !verdicts.some(({ reached }) => reached.includes(promise))),
  }
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
  const { protocol, run, sessions, played, messages, violations, unreached } = held
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
    ...(played > sessions
      ? [
          `sessions  ${sessions.toLocaleString('en-US')} were kept, of ${played.toLocaleString('en-US')} or more that were played`,
        ]
      : []),
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
