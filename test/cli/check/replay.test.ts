import { describe, expect, test } from 'vitest'
import { checkProtocol } from 'coevo/check'
import { tellReplay } from '../../../src/cli/check/replay.ts'
import { fakeTerminal } from '../terminal.ts'
import greeting from './greeting.ts'
import polite from './polite.ts'

const [violation] = (await checkProtocol(greeting)).violations
const token = violation!.token

describe('coevo check --replay', () => {
  test('tells the run, and what breaks at its end', async () => {
    const terminal = fakeTerminal()
    expect(await tellReplay(greeting, token, {}, terminal)).toBe(1)
    expect(terminal.stdout).toMatchInlineSnapshot(`
      "
        greeting  a host greets a guest
        ordered network; drop=1; timers at any time

            states   host idle   guest-0 idle

        0   host does greet by itself
            sends    #0 hello host → guest-0 {"language":"Esperanto"}
            states   host idle → asking   guest-0 idle

        1 ◆ drop #0 hello host → guest-0  choice 2 of 2
            with     {"language":"Esperanto"}
            states   host asking   guest-0 idle

        host waits in 'asking' for ever: nothing is on its way and no timer is set.
      "
    `)
  })

  test('says so where nothing breaks any more', async () => {
    const terminal = fakeTerminal()
    expect(await tellReplay(polite, token, {}, terminal)).toBe(0)
    expect(terminal.stdout).toMatch(/\n {2}Nothing breaks in this run.\n$/)
  })

  test('prints one object with --json', async () => {
    const terminal = fakeTerminal()
    expect(await tellReplay(greeting, token, { json: true }, terminal)).toBe(1)
    const { cause, summary, deviations, trace } = violation!
    expect(JSON.parse(terminal.stdout)).toEqual({
      system: 'greeting',
      token,
      scope: { network: 'ordered', faults: { drop: 1, duplicate: 0, crash: 0, partition: 0 }, time: 'free' },
      cause,
      summary,
      deviations,
      diagram: expect.stringMatching(/^sequenceDiagram/),
      trace: JSON.parse(JSON.stringify(trace)),
    })
  })
})

describe('--step', () => {
  const withAnswers = (answers: (string | null)[]) => {
    const asked: string[] = []
    const ask = (question: string) => {
      asked.push(question)
      return Promise.resolve(answers.shift() ?? null)
    }
    return { terminal: fakeTerminal({ interactive: true, ask }), asked }
  }

  test('waits before each step', async () => {
    const { terminal, asked } = withAnswers(['', ''])
    await tellReplay(greeting, token, { step: true }, terminal)
    expect(asked).toEqual([
      '  Enter for the next step, q to quit (0 of 2) ',
      '  Enter for the next step, q to quit (1 of 2) ',
    ])
    expect(terminal.stdout).toContain(violation!.summary)
  })

  test.each([['q'], [null]])('stops at %j', async (answer) => {
    const { terminal, asked } = withAnswers(['', answer])
    expect(await tellReplay(greeting, token, { step: true }, terminal)).toBe(1)
    expect(asked.length).toBe(2)
    expect(terminal.stdout).toContain('host does greet')
    expect(terminal.stdout).not.toContain('drop #0')
  })

  test('waits for nobody where there is no terminal', async () => {
    const terminal = fakeTerminal({ ask: () => Promise.reject(new Error('asked')) })
    expect(await tellReplay(greeting, token, { step: true }, terminal)).toBe(1)
    expect(terminal.stdout).toContain(violation!.summary)
  })
})
