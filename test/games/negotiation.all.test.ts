import { openHall } from 'coevo/agents/match/hall'
import { stream } from 'coevo/core'
import { enumerate, parseAction, playthrough, replay, type Answer } from 'coevo/game'
import { negotiation, type NegotiationState } from 'coevo/games/negotiation'
import { describeGame } from 'coevo/testing'
import { fc, test } from '@fast-check/vitest'
import { expect } from 'vitest'
import { expectGolden } from './golden.ts'

const texts = ['[Offer: 3 Sheep, 2 Ore -> 5 Brick, 2 Sheep]', 'offer: 1 wheat and 1 wood -> 9 ore']

describeGame(negotiation, { visits: 100, playouts: 20, texts })
describeGame(negotiation.with({ turns: 3 }), { visits: 100, playouts: 20, texts })

/** Goods and values in the order of the game: wheat, wood, sheep, brick, ore. */
const FIRST = [10, 5, 7, 8, 9, 5, 8, 12, 20, 32]
const SECOND = [25, 6, 5, 5, 20, 6, 12, 18, 30, 40]
const DEAL = [...FIRST, ...SECOND]

/** Plays answers as texts that the referee might get. */
function after(...answers: string[]): NegotiationState {
  return answers.reduce(
    (state, text) => negotiation.apply(state, read(state, text)!),
    replay(negotiation, DEAL),
  )
}

const read = (state: NegotiationState, text: string) => parseAction(negotiation, state, text)

test("a player sees its own goods and values, and everybody's answers", () => {
  const state = after('[Offer: 3 Sheep, 2 Ore -> 5 Brick, 2 Sheep]', 'No. [Deny]')
  expect(negotiation.observation(state, 1)).toBe(
    'seat second have wheat 25 wood 6 sheep 5 brick 5 ore 20 worth wheat 6 wood 12 sheep 18 brick 30 ore 40 ' +
      'left 8 said offer: 1 sheep and 2 ore -> 5 brick deny',
  )
})

test('a swap of a few pieces is listed, other trades are not', () => {
  expect(read(after(), '[Offer: 2 Wood -> 3 Ore]')).toBeTypeOf('number')
  expect(read(after(), '[Offer: 2 Wood -> 6 Ore]')).toBe('offer: 2 wood -> 6 ore')
  expect(read(after(), '[Offer: 2 Wood and 1 ore -> 3 brick]')).toBe('offer: 2 wood and 1 ore -> 3 brick')
})

test.each([
  ['it gives what it has not', '[Offer: 6 Wood -> 1 Ore]'],
  ['it asks for more than there can be', '[Offer: 1 Wood -> 51 Ore]'],
  ['it is a gift', '[Offer: 1 Wood -> 1 Wood]'],
  ['nothing stands that could be accepted', '[Accept]'],
])('an answer is not possible where %s', (_, text) => {
  expect(read(after(), text)).toBeNull()
})

test('an accepted trade moves what was offered and changes what both have gained', () => {
  const state = after('offer: 5 wood and 1 ore -> 2 brick', 'accept')
  expect(state.stocks).toEqual([
    [10, 0, 7, 10, 8],
    [25, 11, 5, 3, 21],
  ])
  expect(state.gains).toEqual([2 * 20 - 5 * 8 - 32, 5 * 12 + 40 - 2 * 30])
})

test("an offer is closed by a rejection (TextArena's stayed open)", () => {
  const state = after('offer: 1 wood -> 1 ore', 'deny', 'deny')
  expect(read(state, 'accept')).toBeNull()
  expect(read(after('offer: 1 wood -> 1 ore', 'offer: 1 ore -> 9 wood', 'deny'), 'accept')).toBeNull()
})

test('nobody accepts what it cannot pay', () => {
  const state = after('offer: 1 wood -> 6 sheep')
  expect(read(state, 'accept')).toBeNull()
  expect(negotiation.legal(state)[0]).toBe(1)
})

test('whoever gained more wins', () => {
  const pass = Array<string>(8).fill('deny')
  expect(negotiation.returns(after('offer: 1 wood -> 1 ore', 'accept', ...pass))).toEqual([1, -1])
  expect(negotiation.returns(after('offer: 1 ore -> 1 wood', 'accept', ...pass))).toEqual([-1, 1])
  expect(negotiation.returns(after('deny', 'deny', ...pass))).toEqual([0, 0])
})

test('chance deals 5 to 25 pieces and values within a fifth of 5, 10, 15, 25 and 40', () => {
  const ranges = DEAL.map((_, i) => {
    const outcomes = negotiation.chance(replay(negotiation, DEAL.slice(0, i)))
    return [outcomes[0]!.action, outcomes.at(-1)!.action, outcomes.length]
  })
  const goods = NAMES.map(() => [5, 25, 21])
  const values = [
    [5, 6, 2],
    [8, 12, 5],
    [12, 18, 7],
    [20, 30, 11],
    [32, 40, 9],
  ]
  expect(ranges).toEqual([...goods, ...values, ...goods, ...values])
})

const amounts = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 5, maxLength: 5 })
const answers = fc.array(
  fc.oneof(
    { weight: 3, arbitrary: fc.tuple(amounts, amounts) },
    { weight: 2, arbitrary: fc.constant('accept') },
    fc.constant('deny'),
  ),
  { minLength: 10, maxLength: 10 },
)
const NAMES = ['Wheat', 'Wood', 'Sheep', 'Brick', 'Ore']
const items = (side: readonly number[]) =>
  side.flatMap((amount, i) => (amount > 0 ? [`${amount} ${NAMES[i]}`] : [])).join(', ')

test.prop([fc.nat(), answers])('goods only change hands, and as was offered', (seed, said) => {
  const random = stream(seed)
  let state = negotiation.initial()
  const actions: Answer[] = []
  const go = (answer: Answer) => {
    actions.push(answer)
    state = negotiation.apply(state, answer)
  }
  while (negotiation.actor(state) === 'chance') {
    const outcomes = negotiation.chance(state)
    go(outcomes[random.int(outcomes.length)]!.action)
  }
  const total = (at: NegotiationState) => NAMES.map((_, i) => at.stocks[0]![i]! + at.stocks[1]![i]!)
  const dealt = total(state)
  let offered: readonly (readonly number[])[] = []
  for (const answer of said) {
    const text =
      typeof answer === 'string' ? `[${answer}]` : `[Offer: ${items(answer[0])} -> ${items(answer[1])}]`
    const action = read(state, text) ?? 1
    const { stocks } = state
    const player = Number(negotiation.actor(state))
    go(action)
    expect(total(state)).toEqual(dealt)
    expect(Math.min(...state.stocks.flat())).toBeGreaterThanOrEqual(0)
    const [gives, gets] = action === 0 ? offered : []
    const change = NAMES.map((_, i) => (gives?.[i] ?? 0) - (gets?.[i] ?? 0))
    expect(state.stocks[player]).toEqual(stocks[player]!.map((amount, i) => amount + change[i]!))
    if (typeof answer !== 'string') offered = answer
  }
  expect(replay(negotiation, actions)).toEqual(state)
  expect(negotiation.actor(state)).toBe('nobody')
})

test('played in place, it takes up a game with offers that are not listed', () => {
  const state = after('offer: 5 wood and 1 ore -> 2 brick')
  const simulator = negotiation.simulate!()
  simulator.load(state)
  expect(simulator.state()).toEqual(state)
  expect(simulator.action(0)).toBe(0)
  simulator.apply(0)
  expect(simulator.state()).toEqual(negotiation.apply(state, 0))
})

test('it cannot be solved, and says why', () => {
  expect(() => enumerate(negotiation)).toThrow(
    'negotiation has open answers, which nobody can list; play it by search, or by a model.',
  )
})

test('a referee takes offers that are not listed', async () => {
  const speaker = (...lines: string[]) => ({
    name: 'speaker',
    model: null,
    decide: ({ turn }: { turn: number }) => ({ text: lines[turn >> 1] ?? 'deny', trace: null }),
  })
  const seats = [speaker('Take it! [Offer: 1 Wheat, 1 Wood -> 2 Ore]'), speaker('\\boxed{[Accept]}')]
  const hall = openHall({ game: negotiation, rule: { kind: 'forfeit' } })
  const [episode] = await hall.play({ seats, seed: 1, sessions: [0], concurrency: 1 })
  expect(episode).toMatchObject({ end: 'finished', roles: [{ return: 1 }, { return: -1 }] })
  const broken = await hall.play({
    seats: [speaker('[Offer: 30 Wheat -> 1 Ore]'), speaker()],
    seed: 1,
    sessions: [1],
    concurrency: 1,
  })
  expect(broken[0]).toMatchObject({ end: 'illegal', roles: [{ return: -1 }, { return: 1 }] })
})

test('a playthrough reads as it did', () => {
  const game = negotiation.with({ turns: 3 })
  const swap = game.read!(replay(game, DEAL), 'offer: 2 wood -> 1 sheep')!
  const actions = [...DEAL, swap, 'offer: 3 wheat and 1 ore -> 7 sheep', 0]
  expectGolden(
    playthrough(game, actions).replaceAll(/^legal: .*$/gm, (line) => `${line.slice(0, 120)} …`),
    'negotiation.golden.txt',
    import.meta,
  )
})
