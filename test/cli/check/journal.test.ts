import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Message } from 'coevo/bus'
import { defineProtocol } from 'coevo/protocol'
import { createRun } from 'coevo/store'
import { z } from 'zod'
import { holdJournal } from '../../../src/cli/check/journal.ts'
import { fakeTerminal } from '../terminal.ts'
import greeting from './greeting.ts'
import { temporaryFolder } from '../../temporary-folder.ts'

const root = temporaryFolder('journal')

/** The greeting with promises about what is said. */
const system = {
  ...greeting,
  protocol: defineProtocol({
    name: 'greeting',
    roles: {
      host: { count: 1, states: ['idle'], rest: ['idle'] },
      guest: { count: [1, 2], states: ['idle'], rest: ['idle'] },
    },
    messages: {
      hello: { from: 'host', to: 'guest', payload: z.object({ language: z.string() }) },
      welcome: { from: 'guest', to: 'host', payload: z.object({}) },
    },
    timeouts: {},
    monitors: ({ leadsTo, never, sent, sometimes }) => [
      leadsTo('every greeting is answered', sent('hello'), sent('welcome')),
      never(
        'nobody speaks Latin',
        sent('hello', ({ payload }) => payload.language === 'Latin'),
      ),
      sometimes(
        'somebody speaks Esperanto',
        sent('hello', ({ payload }) => payload.language === 'Esperanto'),
      ),
    ],
  }),
}

type Said = readonly [type: 'hello' | 'welcome', payload: unknown]

const answered: Said[] = [
  ['hello', { language: 'Esperanto' }],
  ['welcome', {}],
]

/** Records a run in which these were the sessions. */
let runs = 0
function record(...sessions: readonly (readonly Said[])[]): string {
  const header = { scenario: 'greeting', source: null, options: {}, versions: {}, settings: {} }
  const run = createRun(root, { ...header, seed: ++runs })
  for (const [step, session] of sessions.entries())
    run.commitStep({
      step,
      journal: session.map(([type, payload], seq): Message => {
        const [from, to] = type === 'hello' ? ['host', 'guest-0'] : ['guest-0', 'host']
        const id = String(step * 10)
        return { id: `${id}#${seq}`, session: id, from, to, type, payload, seq, cause: null }
      }),
    })
  run.close()
  return run.folder
}

function hold(run: string, json?: true) {
  const terminal = fakeTerminal()
  const code = holdJournal(system, run, json ? { json } : {}, terminal)
  return { code, stdout: terminal.stdout }
}

describe('coevo check --journal', () => {
  test('says what was checked where every promise was kept', () => {
    const run = record(answered, answered)
    expect(hold(run)).toEqual({
      code: 0,
      stdout: `
greeting: no violation in 2 sessions

  run       ${run}
  sessions  2 were kept, of 11 or more that were played
  messages  4
  promise   every greeting is answered
  promise   nobody speaks Latin
  promise   somebody speaks Esperanto
`,
    })
  })

  test('names the session and the message where one was not', () => {
    const run = record(
      answered,
      [['hello', { language: 'Latin' }], ...answered.slice(1)],
      [['hello', { language: 'Greek' }]],
      [['hello', { tongue: 'Greek' }], ...answered.slice(1)],
    )
    const { code, stdout } = hold(run)
    expect(code).toBe(1)
    expect(stdout.split('\n').slice(1, 7)).toMatchInlineSnapshot(`
      [
        "greeting: 3 violations in 3 of 4 sessions",
        "",
        "  session 10: #0 'nobody speaks Latin' is broken: hello {"language":"Latin"} from host to guest-0 was sent",
        "  session 20: 'every greeting is answered' is owed: it was still owed when the session ended",
        "  session 30: #0 hello host → guest-0 is not in the protocol: language: Invalid input: expected string, received undefined",
        "",
      ]
    `)
    const { violations } = JSON.parse(hold(run, true).stdout) as { violations: unknown[] }
    expect(violations).toEqual([
      expect.objectContaining({ session: '10', seq: 0, kind: 'broken' }),
      expect.objectContaining({ session: '20', seq: null, kind: 'owed' }),
      expect.objectContaining({ session: '30', seq: 0, kind: 'foreign' }),
    ])
  })

  test('warns of what no session reached', () => {
    const run = record([['hello', { language: 'Greek' }], ...answered.slice(1)])
    const { code, stdout } = hold(run)
    expect(code).toBe(0)
    expect(stdout).toContain(
      "warning   no session reached what 'somebody speaks Esperanto' says that some session must",
    )
    expect(JSON.parse(hold(run, true).stdout)).toMatchObject({ unreached: ['somebody speaks Esperanto'] })
  })

  test('tells twenty violations and counts the rest', () => {
    const latin: Said[] = [['hello', { language: 'Latin' }], ...answered.slice(1)]
    const { stdout } = hold(record(...Array.from({ length: 25 }, () => latin)))
    expect(stdout).toContain('greeting: 25 violations in 25 of 25 sessions\n')
    expect(stdout).toContain('\n  and 5 more; --json tells them all\n')
  })

  const quiet = {
    ...system,
    name: 'quiet',
    protocol: defineProtocol({ ...system.protocol, name: 'quiet', messages: {}, monitors: () => [] }),
  }

  test('holds each session to the protocol that it speaks, where none is named', () => {
    const terminal = fakeTerminal()
    expect(holdJournal(null, record(answered), {}, terminal, [quiet, system])).toBe(0)
    expect(terminal.stdout).toContain('greeting: no violation in 1 session\n')
    expect(() => holdJournal(null, record(answered), {}, fakeTerminal(), [quiet])).toThrow(
      /1 sessions of '.*' speak no protocol that ships: name your own, as in/,
    )
  })

  test('refuses the wrong protocol, and holds what nobody knows to the one that is named', () => {
    expect(() => holdJournal(quiet, record(answered), {}, fakeTerminal(), [system])).toThrow(
      /Sessions of '.*' speak 'greeting', not 'quiet': leave the protocol out, and each is held to its own\./,
    )
    const terminal = fakeTerminal()
    expect(holdJournal(quiet, record(answered), {}, terminal, [])).toBe(1)
    expect(terminal.stdout).toContain('quiet: 2 violations in 1 of 1 session')
  })

  test('says what is no run, and what is empty', () => {
    const folder = join(root, 'folder')
    mkdirSync(folder)
    expect(() => hold(folder)).toThrow(/'.*folder' is not a run folder/)
    expect(() => hold(join(root, 'nothing'))).toThrow(/There is no run folder/)
    expect(() => hold(record())).toThrow(/The journal of '.*greeting-\d+' is empty/)
  })
})
