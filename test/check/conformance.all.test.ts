import { matchProtocol } from 'coevo/agents/match'
import { createPlayer } from 'coevo/agents/player'
import { createReferee } from 'coevo/agents/referee'
import {
  AGENT_RULES,
  checkAgent,
  checkAgentRule,
  formatAgentViolation,
  fromMachine,
  fromReducer,
  modelOutcomes,
  type AgentRule,
  type AgentSubject,
} from 'coevo/check'
import { kuhnPoker } from 'coevo/games/kuhn-poker'
import { ticTacToe } from 'coevo/games/tic-tac-toe'
import type { Incoming } from 'coevo/protocol'
import { describeAgent } from 'coevo/testing'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { clerk, desk, FAULTS, type Fault } from './desk.ts'

const policy = ({ legal }: { readonly legal: readonly string[] }) =>
  modelOutcomes({ legal, answer: (text) => ({ text, trace: null }) })

describeAgent('the player', {
  protocol: matchProtocol,
  role: 'player',
  agent: fromMachine(createPlayer(), { outcomes: { policy } }),
  answers: { turn: ['move', 'resign'] },
  // Messages may overtake each other: a turn may come before the start, and the end before both.
  opens: ['start', 'turn', 'end'],
})

describe.for([
  [kuhnPoker, { kind: 'retry', times: 1 }],
  [ticTacToe, { kind: 'spiral' }],
] as const)('the referee of $0.name', ([game, rule]) => {
  describeAgent('it', {
    protocol: matchProtocol,
    role: 'referee',
    agent: fromMachine(createReferee(game, { rule })),
    orders: [{ type: 'begin', session: 'session', number: 0, seed: 1 }],
    answers: { move: ['turn', 'illegal', 'end'], resign: ['end'] },
    opens: [],
  })
})

const subject = (fault: Fault | null): AgentSubject<typeof desk, 'clerk'> => ({
  protocol: desk,
  role: 'clerk',
  agent: clerk(fault),
  answers: { question: ['answer', 'sorry'] },
  opens: ['open'],
})

test('finds nothing in a sound agent', () => {
  expect(checkAgent(subject(null))).toEqual([])
})

describe('finds a clerk that', () => {
  test.for(Object.entries(FAULTS) as [Fault, AgentRule][])('%s', ([fault, rule]) => {
    const violation = checkAgentRule(subject(fault), rule)
    expect(violation).toMatchObject({ rule })
    expect(violation!.story.length).toBeLessThanOrEqual(8)
  })
})

test('has a planted fault for every rule', () => {
  expect(new Set(Object.values(FAULTS))).toEqual(new Set(Object.keys(AGENT_RULES)))
})

test('tells the shortest story that it finds', () => {
  const violation = checkAgentRule(subject('forgets to be sorry'), 'answers')!
  expect(formatAgentViolation(violation)).toBe(
    [
      "answers: 'question' is not answered with 'answer' or 'sorry'",
      '  1. it starts → idle',
      '  2. asker-0 sends open → open, sets the timer asker',
      '  3. asker-0 sends question (n: 0, words: []) → thinking, sets the timer thinking, asks oracle',
      '  4. the timer thinking fires → open, sets the timer asker',
      '  5. the timer asker fires → idle',
    ].join('\n'),
  )
})

test('says when it never saw a question taken up', () => {
  expect(checkAgentRule(subject('is deaf to questions'), 'answers')).toEqual({
    rule: 'answers',
    message: "no 'question' was taken up in 300 histories",
    story: [],
  })
})

test('takes payloads from its user where the schema does not say what they are', () => {
  const dated = {
    ...desk,
    messages: { ...desk.messages, open: { ...desk.messages.open, payload: z.object({ day: z.date() }) } },
  }
  const given = { protocol: dated, role: 'clerk', agent: clerk() } as const
  expect(() => checkAgentRule(given, 'rest')).toThrow(
    "Message 'open': Payloads cannot be drawn at $.day: Date cannot be represented in JSON Schema.",
  )
  const payloads = { open: fc.constant({ day: new Date(0) }) }
  expect(checkAgentRule({ ...given, payloads }, 'rest')).toBeNull()
})

test('takes an agent of plain functions, and one that need not notice duplicates', () => {
  const agent = fromReducer(desk, 'clerk', {
    initial: { name: 'idle', opened: 0 },
    next: (state: { readonly name: string; readonly opened: number }, { type }) =>
      type === 'open' ? { ...state, opened: state.opened + 1 } : state,
  })
  const given = { protocol: desk, role: 'clerk', agent } as const
  expect(checkAgent({ ...given, duplicates: false })).toEqual([])
  expect(checkAgent(given)).toMatchObject([{ rule: 'duplicates' }])
})

test('meets an agent with valid messages only, from everybody, in more sessions than one', () => {
  const heard: Incoming<typeof desk, 'clerk'>[] = []
  const agent = fromReducer(desk, 'clerk', {
    initial: 'idle',
    next(state: 'idle', event) {
      if ('session' in event) heard.push(event)
      return state
    },
  })
  expect(checkAgent({ protocol: desk, role: 'clerk', agent })).toEqual([])
  for (const { type, payload } of heard)
    expect(desk.messages[type].payload.safeParse(payload).success).toBe(true)
  const distinct = (values: readonly string[]) => [...new Set(values)].toSorted()
  expect(distinct(heard.map(({ type }) => type))).toEqual(['close', 'open', 'question'])
  expect(distinct(heard.map(({ from }) => from))).toEqual(['asker-0', 'asker-1', 'asker-2'])
  expect(distinct(heard.map(({ session }) => session)).length).toBeGreaterThan(1)
  expect(new Set(heard.map(({ id }) => id)).size).toBeLessThan(heard.length)
})

test('compiles for the messages that a role receives and sends, and no others', () => {
  const base = { protocol: desk, role: 'clerk', agent: clerk() } as const
  const accept = <S extends AgentSubject<typeof desk, 'clerk'>>(each: S) => each
  accept({
    ...base,
    answers: { question: ['answer'] },
    payloads: { question: fc.constant({ n: 1, words: [] }) },
  })
  // @ts-expect-error -- a clerk hears no answers
  accept({ ...base, answers: { answer: ['sorry'] } })
  // @ts-expect-error -- a clerk says no questions
  accept({ ...base, answers: { question: ['question'] } })
  // @ts-expect-error -- nor does one open its session
  accept({ ...base, opens: ['answer'] })
  // @ts-expect-error -- a question has a number
  accept({ ...base, payloads: { question: fc.constant({ words: [] }) } })
})
