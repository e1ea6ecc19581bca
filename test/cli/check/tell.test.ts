import { stripVTControlCharacters } from 'node:util'
import { describe, expect, test } from 'vitest'
import type { Message } from 'coevo/bus'
import type { Choice, Trace, TracedStep } from 'coevo/check'
import { tell } from '../../../src/cli/check/tell.ts'

const message = (seq: number, type: string, from: string, to: string, payload: unknown): Message => ({
  id: `check#${seq}`,
  session: 'check',
  from,
  to,
  type,
  payload,
  seq,
  cause: null,
})
const hello = message(0, 'hello', 'host', 'guest-0', { language: 'Esperanto' })
const welcome = message(1, 'welcome', 'guest-0', 'host', {})

const step = (index: number, choice: Choice, states: readonly string[], more: Partial<TracedStep>) => ({
  index,
  choice,
  picked: 0,
  options: 1,
  sent: [],
  acts: [],
  ignored: false,
  states: { host: states[0]!, 'guest-0': states[1]! },
  ...more,
})

const trace: Trace = {
  addresses: ['host', 'guest-0'],
  initial: { host: 'idle', 'guest-0': 'idle' },
  opening: [],
  steps: [
    step(0, { kind: 'spontaneous', address: 'host', event: 'greet' }, ['asking', 'idle'], {
      sent: [{ message: hello, lost: false }],
    }),
    step(1, { kind: 'deliver', message: hello, place: 0 }, ['asking', 'idle'], {
      options: 2,
      sent: [{ message: welcome, lost: true }],
      acts: [{ by: 'guest-0', type: 'note', params: { greeted: 1 } }],
    }),
    step(2, { kind: 'crash', address: 'host' }, ['down', 'idle'], { picked: 3, options: 4 }),
    step(3, { kind: 'duplicate', message: welcome, place: 0 }, ['down', 'idle'], {
      picked: 1,
      options: 2,
      ignored: true,
    }),
  ],
  final: {},
}
const deviations = ['host crashes', 'deliver #1 welcome guest-0 → host and leave a copy on its way']

const draw = (columns: number, color = false) =>
  tell(trace, deviations, { columns, color })
    .map((lines) => lines.join('\n'))
    .join('\n\n')

describe('a run that is told again', () => {
  test('names each choice, what was sent in return, and the states after it', () => {
    expect(`\n${draw(70)}\n`).toMatchInlineSnapshot(`
      "
            states   host idle   guest-0 idle

        0   host does greet by itself
            sends    #0 hello host → guest-0 {"language":"Esperanto"}
            states   host idle → asking   guest-0 idle

        1   deliver #0 hello host → guest-0  choice 1 of 2
            with     {"language":"Esperanto"}
            sends    #1 welcome guest-0 → host {} (lost)
            does     note {"greeted":1}
            states   host asking   guest-0 idle

        2 ◆ host crashes  choice 4 of 4
            states   host asking → down   guest-0 idle

        3 ◆ deliver #1 welcome guest-0 → host and leave a copy on its way  choice 2 of 2
            with     {}
                     host is down: nobody hears it
            states   host down   guest-0 idle
      "
    `)
  })

  test('wraps states and cuts payloads where lines are short', () => {
    const lines = draw(40).split('\n')
    expect(lines).toContain('      sends    #0 hello host → guest-0 …')
    const at = lines.indexOf('      states   host idle → asking')
    expect(lines[at + 1]).toBe('               guest-0 idle')
    for (const line of lines.filter((line) => line.startsWith('      ')))
      expect(line.length).toBeLessThanOrEqual(40)
  })

  test('is the same with colours', () => {
    expect(draw(70, true)).toContain('\x1b[')
    expect(stripVTControlCharacters(draw(70, true))).toBe(draw(70))
  })

  test('escapes what would move the cursor', () => {
    const rogue = message(2, 'hello', 'host', 'guest-0', { language: '\x1b[2J‮' })
    const told = tell(
      { ...trace, steps: [step(0, { kind: 'deliver', message: rogue, place: 0 }, ['idle', 'idle'], {})] },
      [],
      { columns: 100, color: false },
    )
    expect(told[1]![1]).toBe('      with     {"language":"\\u001b[2J "}')
  })
})
