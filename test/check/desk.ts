import { fromMachine, never, returns, throws } from 'coevo/check'
import { defineProtocol, effect, type EffectOf, type Incoming, type Outgoing } from 'coevo/protocol'
import { fromPromise, setup } from 'xstate'
import { z } from 'zod'

/** Somebody opens a conversation with a clerk, asks questions, and closes it. */
export const desk = defineProtocol({
  name: 'desk',
  roles: {
    asker: { count: [1, 3], states: ['idle'], rest: ['idle'] },
    clerk: { count: 1, states: ['idle', 'open', 'thinking'], rest: ['idle'] },
  },
  messages: {
    open: { from: 'asker', to: 'clerk', payload: z.object({}) },
    question: {
      from: 'asker',
      to: 'clerk',
      payload: z.object({ n: z.int(), words: z.array(z.string()) }),
    },
    close: { from: 'asker', to: 'clerk', payload: z.object({}) },
    answer: {
      from: 'clerk',
      to: 'asker',
      in: ['thinking'],
      payload: z.object({ n: z.int(), text: z.string() }),
    },
    sorry: { from: 'clerk', to: 'asker', in: ['thinking'], payload: z.object({ n: z.int() }) },
  },
  timeouts: { thinking: 10, asker: 100 },
})

type Heard = Incoming<typeof desk, 'clerk'>
type Said = Outgoing<typeof desk, 'clerk'>
type Question = Extract<Heard, { type: 'question' }>

interface Memory {
  readonly session: string | null
  /** The number of the last question, and who asked it. */
  readonly n: number
  readonly asker: string
  readonly count?: number
  readonly words?: object
}

export type Fault = keyof typeof FAULTS

/** What may be wrong with a clerk. */
export const FAULTS = {
  'reads a word that may be missing': 'exceptions',
  'leaves failures to others': 'exceptions',
  'changes the question': 'exceptions',
  'keeps the words in a set': 'plain-data',
  'sends what JSON cannot hold': 'plain-data',
  'has a state of its own': 'states',
  'answers at once': 'sends',
  'answers somebody who is not there': 'sends',
  'answers with a number': 'sends',
  'draws its answer': 'determinism',
  'looks at the clock': 'determinism',
  'counts outside its memory': 'determinism',
  'knows questions by identity': 'restarts',
  'counts questions': 'duplicates',
  'answers any session': 'sessions',
  'closes for any session': 'sessions',
  'forgets to be sorry': 'answers',
  'is deaf to questions': 'answers',
  'waits for the next question for ever': 'rest',
  'thinks as long as it takes': 'rest',
  'asks again until it works': 'rest',
} as const

/** Makes a clerk; with a fault, if asked to. */
export function clerk(fault: Fault | null = null) {
  const has = (one: Fault) => fault === one
  let counted = 0
  const known = new WeakSet<object>()
  const agent = setup({
    types: { context: {} as Memory, events: {} as Heard },
    actors: { oracle: fromPromise<string, unknown>(() => Promise.resolve('')) },
    actions: { send: effect as EffectOf<Said> },
    delays: desk.timeouts,
    guards: {
      isNew: ({ context, event }) =>
        event.type === 'question' &&
        !has('is deaf to questions') &&
        (event.session === context.session || has('answers any session')) &&
        (event.payload.n > context.n || has('counts questions')) &&
        !(has('knows questions by identity') && context.words !== undefined && known.has(context.words)),
      isOther: ({ context, event }) => event.session !== context.session,
      isMine: ({ context, event }) => event.session === context.session || has('closes for any session'),
    },
  })
  const note = agent.assign(({ context, event }) => {
    const { from, payload } = event as Question
    if (has('changes the question')) payload.words.push('?')
    if (has('reads a word that may be missing') && payload.words[0]!.length > 80) return {}
    if (has('knows questions by identity')) known.add(payload.words)
    return {
      n: payload.n,
      asker: from,
      ...(has('keeps the words in a set') && { words: new Set(payload.words) }),
      ...(has('knows questions by identity') && { words: payload.words }),
      ...(has('counts questions') && { count: (context.count ?? 0) + 1 }),
      ...(has('counts outside its memory') && { count: counted++ }),
      ...(has('looks at the clock') && { count: Date.now() }),
    }
  })
  const text = () => (has('answers with a number') ? 1 : has('draws its answer') ? `${Math.random()}` : 'yes')
  const say = {
    type: 'send' as const,
    params: ({ context: { n, asker } }: { context: Memory }) => ({
      to: (has('answers somebody who is not there') ? 'asker' : asker) as 'asker-0',
      type: 'answer' as const,
      payload: { n, text: text(), ...(has('sends what JSON cannot hold') && { of: new Map() }) } as never,
    }),
  }
  const sorry = {
    type: 'send' as const,
    params: ({ context: { n, asker } }: { context: Memory }) =>
      ({ to: asker as 'asker-0', type: 'sorry', payload: { n } }) as const,
  }
  const giveUp = has('forgets to be sorry')
    ? { target: 'open' as const }
    : { target: 'open' as const, actions: sorry }
  const takeUp = {
    guard: 'isNew' as const,
    target: 'thinking' as const,
    reenter: true,
    actions: has('answers at once') ? [note, say] : note,
  }
  const leave = {
    guard: 'isMine' as const,
    target: has('has a state of its own') ? ('lounging' as const) : ('idle' as const),
  }
  const enter = agent.assign({ session: ({ event }) => event.session, n: -1, asker: '' })
  return fromMachine(
    agent.createMachine({
      id: 'clerk',
      context: { session: null, n: -1, asker: '' },
      initial: 'idle',
      states: {
        idle: { on: { open: { guard: 'isOther', target: 'open', actions: enter } } },
        open: {
          on: { question: takeUp, close: leave },
          ...(!has('waits for the next question for ever') && { after: { asker: 'idle' } }),
        },
        lounging: { after: { asker: 'idle' } },
        thinking: {
          invoke: {
            id: 'oracle',
            src: 'oracle',
            onDone: { target: 'open', actions: say },
            ...(!has('leaves failures to others') && {
              onError: has('asks again until it works') ? { target: 'thinking', reenter: true } : giveUp,
            }),
          },
          on: { question: takeUp, close: leave },
          ...(!has('thinks as long as it takes') && { after: { thinking: giveUp } }),
        },
      },
    }),
    { outcomes: { oracle: () => [returns('yes'), returns(''), throws(new Error('tired')), never] } },
  )
}
