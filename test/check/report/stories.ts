import type { Message } from 'coevo/bus'
import type { Choice, Trace, TracedStep } from '../../../src/check/result.ts'

type Rest = Partial<Pick<TracedStep, 'picked' | 'sent' | 'acts' | 'ignored' | 'states'>>

/** Makes a trace of a list of steps; states are told where they change. */
export function traceOf(
  initial: Readonly<Record<string, string>>,
  steps: readonly (readonly [choice: Choice, rest?: Rest])[],
  { opening = [], final = {} }: Partial<Pick<Trace, 'opening' | 'final'>> = {},
): Trace {
  let states = initial
  return {
    addresses: Object.keys(initial),
    initial,
    opening,
    steps: steps.map(([choice, rest = {}], index) => {
      states = { ...states, ...rest.states }
      return { index, choice, picked: 0, options: 3, sent: [], acts: [], ignored: false, ...rest, states }
    }),
    final,
  }
}

export const message = (
  seq: number,
  from: string,
  to: string,
  type: string,
  payload: unknown,
  cause: number | null = null,
): Message => ({
  id: `s#${seq}`,
  session: 's',
  from,
  to,
  type,
  payload,
  seq,
  cause: cause === null ? null : `s#${cause}`,
})

export const deliver = (message: Message, place = 0): Choice => ({ kind: 'deliver', message, place })
export const drop = (message: Message): Choice => ({ kind: 'drop', message, place: 0 })
export const duplicate = (message: Message): Choice => ({ kind: 'duplicate', message, place: 0 })

const sent = (...messages: readonly Message[]) => ({
  sent: messages.map((message) => ({ message, lost: false })),
})

const legal = ['check', 'bet']
const asked = (turn: number) => ({ turn, observation: 'jack', informationState: 'jack', legal })

const start0 = message(0, 'referee', 'player-0', 'start', { game: 'kuhn-poker', seat: 0 })
const start1 = message(1, 'referee', 'player-1', 'start', { game: 'kuhn-poker', seat: 1 })
const turn0 = message(2, 'referee', 'player-0', 'turn', asked(0))
const idle = { referee: 'idle', 'player-0': 'idle', 'player-1': 'idle' }
const begin: Choice = { kind: 'order', to: 'referee', event: 'begin' }
const opening = [
  [begin, { ...sent(start0, start1, turn0), states: { referee: 'waiting' } }],
  [deliver(start0), { states: { 'player-0': 'ready' } }],
  [deliver(start1), { states: { 'player-1': 'ready' } }],
] as const

/** One lost message, and a player that waits for ever. */
export const hang = traceOf(
  idle,
  [
    ...opening,
    [drop(turn0), { picked: 3 }],
    [
      {
        kind: 'timer',
        address: 'referee',
        timer: 'xstate.after.move.referee.waiting',
        delay: 60_000,
      },
      {
        ...sent(message(3, 'referee', 'player-0', 'end', { end: 'timeout', return: -1 })),
        acts: [{ by: 'referee', type: 'report', params: { outcome: { end: 'timeout', returns: [-1, 1] } } }],
        states: { referee: 'idle' },
      },
    ],
    [
      deliver(message(3, 'referee', 'player-0', 'end', { end: 'timeout', return: -1 })),
      { states: { 'player-0': 'idle' } },
    ],
  ],
  {
    final: {
      referee: { value: 'idle', context: { match: { session: 's', outcome: { end: 'timeout' } } } },
      'player-0': { value: 'idle', context: { session: 's', ask: null } },
      'player-1': { value: 'ready', context: { session: 's', ask: null } },
    },
  },
)

const bet = message(3, 'player-0', 'referee', 'move', { turn: 0, text: 'bet; "end"\n<b>#1</b>' }, 2)
const turn1 = message(4, 'referee', 'player-1', 'turn', asked(1), 3)
const resign = message(5, 'player-1', 'referee', 'resign', { turn: 1, reason: 'timeout' }, 4)
const end0 = message(6, 'referee', 'player-0', 'end', { end: 'timeout', return: 1 }, 5)
const end1 = message(7, 'referee', 'player-1', 'end', { end: 'timeout', return: -1 }, 5)

const hello = message(8, 'player-1', 'referee', 'hello', {})

/** Every kind of choice, and everything that can become of a message. */
export const trouble = traceOf(
  idle,
  [
    opening[0],
    [deliver(turn0, 1), { picked: 4 }],
    [deliver(start0), { states: { 'player-0': 'ready' } }],
    [duplicate(start1), { picked: 2, states: { 'player-1': 'ready' } }],
    [deliver(start1), { states: { 'player-1': 'ready' } }],
    [
      { kind: 'spontaneous', address: 'player-0', event: 'tick' },
      { picked: 1, states: { 'player-0': 'deciding' } },
    ],
    [
      {
        kind: 'outcome',
        address: 'player-0',
        source: 'policy',
        outcome: 'returns \'bet; "end"\\n<b>#1</b>\'',
      },
      {
        ...sent(bet),
        picked: 1,
        acts: [{ by: 'player-0', type: 'record', params: { turn: 0 } }],
        states: { 'player-0': 'ready' },
      },
    ],
    [deliver(bet), sent(turn1)],
    [{ kind: 'cut', from: 'referee', to: null }, { picked: 5 }],
    [deliver(turn1), { states: { 'player-1': 'deciding' } }],
    [
      { kind: 'crash', address: 'player-0' },
      { picked: 6, states: { 'player-0': 'down' } },
    ],
    [
      {
        kind: 'timer',
        address: 'player-1',
        timer: 'xstate.after.decision.player.deciding',
        delay: 50_000,
      },
      { sent: [{ message: resign, lost: true }], states: { 'player-1': 'ready' } },
    ],
    [{ kind: 'heal', from: 'referee', to: null }],
    [
      { kind: 'timer', address: 'referee', timer: 'move', delay: 60_000 },
      { ...sent(end0, end1), states: { referee: 'idle' } },
    ],
    [deliver(end0), { ignored: true }],
    [
      { kind: 'restart', address: 'player-0', remembers: false },
      { picked: 1, states: { 'player-0': 'idle' } },
    ],
  ],
  {
    opening: [hello],
    final: { 'player-0': { value: 'idle', context: { session: null, ask: null } } },
  },
)
