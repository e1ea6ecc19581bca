import {
  algorithms,
  defineGame,
  enumerate,
  nashConvOf,
  startSolver,
  type Game,
  type GameTree,
} from 'coevo/game'
import { kuhnPoker } from 'coevo/games/kuhn-poker'
import { leducPoker } from 'coevo/games/leduc-poker'
import { liarsDice } from 'coevo/games/liars-dice'
import { ticTacToe } from 'coevo/games/tic-tac-toe'
import { describe, expect, test } from 'vitest'

const names = Object.keys(algorithms)
const kuhn = enumerate(kuhnPoker)
const leduc = enumerate(leducPoker)
const measure = (tree: GameTree, name: string, iterations: number) => {
  const solver = startSolver(tree, name)
  solver.run(iterations)
  return nashConvOf(tree, solver.averageStrategy())
}

// OpenSpiel, python/algorithms/cfr_br_test.py: NashConv of the average after each of five iterations.
test.each([
  ['Kuhn poker', kuhn, [0.9166667, 0.3333333, 0.3194444, 0.2604167, 0.2266667]],
  ['Leduc poker', leduc, [4.7472222, 4.0068673, 3.4090489, 2.898254, 2.5367194]],
] as const)('CFR-BR takes the known way in %s', (_game, tree, course) => {
  const solver = startSolver(tree, 'cfr-br')
  for (const distance of course) {
    solver.run(1)
    expect(nashConvOf(tree, solver.averageStrategy()).nashConv).toBeCloseTo(distance, 7)
  }
})

// OpenSpiel: external_sampling_mccfr_test (10 iterations), outcome_sampling_mccfr_test (10,000).
test.each([
  ['es-mccfr', 'Kuhn', kuhn, 10, 1],
  ['es-mccfr', 'Leduc', leduc, 10, 5],
  ['os-mccfr', 'Kuhn', kuhn, 10_000, 0.17],
  ['os-mccfr', 'Leduc', leduc, 10_000, 3.07],
] as const)(
  '%s keeps within the bounds of its reference in %s poker',
  (name, _game, tree, iterations, bound) => {
    expect(measure(tree, name, iterations).nashConv).toBeLessThan(bound)
  },
)

// Before strategies were averaged in the walks of the others it stood still: 0.058 after four million with seed 2.
test.each([1, 2])('os-mccfr goes on to the equilibrium of a game of several moves, seed %i', (seed) => {
  const solver = startSolver(enumerate(liarsDice.with({ faces: 3 })), 'os-mccfr', seed)
  const after = (iterations: number) => {
    solver.run(iterations - solver.iterations)
    return nashConvOf(solver.tree, solver.averageStrategy()).nashConv
  }
  expect(after(60_000)).toBeLessThan(0.03)
  expect(after(960_000)).toBeLessThan(0.003)
})

// OpenSpiel, fictitious_play_test.py: the value of Kuhn poker within 1e-3 after 100 iterations.
test('fictitious play finds the value of Kuhn poker', () => {
  expect(Math.abs(measure(kuhn, 'fictitious-play', 100).values[0]! + 1 / 18)).toBeLessThan(1e-3)
})

test('fictitious play averages strategies as they would be mixed before the game', () => {
  const solver = startSolver(kuhn, 'fictitious-play')
  solver.run(1)
  const table = solver.average()
  // Against uniform play a best response bluffs with a jack, checks a king and calls with it.
  expect(table.get('seat first card jack moves none')).toEqual([0.25, 0.75])
  expect(table.get('seat first card king moves none')).toEqual([0.75, 0.25])
  // The uniform half gets to face a bet half as often as the response does, and folds every other time there.
  expect(table.get('seat first card king moves check bet')![0]).toBeCloseTo((0.5 * 0.5) / (0.5 + 1), 12)
})

// OpenSpiel, sequence_form_lp_test.py: the first player of Leduc poker gets −0.085606424078.
test.each([
  ['cfr+', 300, 1e-3],
  ['dcfr', 300, 1e-3],
  ['linear-cfr', 300, 5e-3],
  ['cfr', 300, 1e-2],
] as const)('%s finds the value of Leduc poker in %i iterations', (name, iterations, error) => {
  const { values, nashConv } = measure(leduc, name, iterations)
  expect(Math.abs(values[0]! + 0.085606424078)).toBeLessThan(error)
  expect(nashConv).toBeLessThan(20 * error)
})

test('discounting overtakes plain CFR', () => {
  const [plain, ...others] = ['cfr', 'linear-cfr', 'cfr+', 'dcfr'].map(
    (name) => measure(leduc, name, 300).nashConv,
  )
  for (const distance of others) expect(distance).toBeLessThan(plain! / 2)
})

describe.each(names)('%s', (name) => {
  test('comes near the equilibrium of Kuhn poker', () => {
    const { nashConv, values } = measure(kuhn, name, name.includes('mccfr') ? 30_000 : 500)
    expect(nashConv).toBeLessThan(0.05)
    expect(values[0]).toBeCloseTo(-1 / 18, 2)
  })

  test('ends the same run in parts or through', () => {
    const [through, parts] = [startSolver(kuhn, name, 7), startSolver(kuhn, name, 7)]
    through.run(60)
    for (const count of [1, 9, 50]) {
      parts.run(count)
      nashConvOf(kuhn, parts.averageStrategy())
    }
    expect(parts.iterations).toBe(60)
    expect(parts.average()).toEqual(through.average())
  })

  test('gives distributions, also where states are reached in many ways and by three', () => {
    for (const game of [ticTacToe, kuhnPoker.with({ players: 3 })] as Game[]) {
      const solver = startSolver(enumerate(game), name)
      solver.run(3)
      for (const row of solver.average().values()) {
        expect(Math.min(...row)).toBeGreaterThanOrEqual(0)
        expect(row.reduce((sum, p) => sum + p)).toBeCloseTo(1, 12)
      }
    }
  })
})

test('seeds tell the runs of sampling methods apart, and only theirs', () => {
  for (const name of names) {
    const [one, two] = [1, 2].map((seed) => {
      const solver = startSolver(kuhn, name, seed)
      solver.run(100)
      return solver.average()
    })
    if (name.includes('mccfr')) expect(one).not.toEqual(two)
    else expect(one).toEqual(two)
  }
})

test('an unknown algorithm is named with the nearest one', () => {
  expect(() => startSolver(kuhn, 'crf')).toThrow("There is no algorithm 'crf'; did you mean 'cfr'?")
})

test('one player alone finds the best it can do against chance', () => {
  const alone = defineGame<{ readonly card: number; readonly move: number }>({
    name: 'high-card',
    facets: {
      players: 1,
      utility: 'general-sum',
      information: 'imperfect',
      chance: 'sampled',
      dynamics: 'sequential',
      utilityRange: [-1, 1],
      maxMoves: 1,
      actions: 2,
    },
    vocabulary: ['card', '0', '1', '2', 'keep', 'bet'],
    rules: 'Bet on a card, or keep out of it: a 2 wins, a 0 loses, a 1 is worth nothing.',
    initial: () => ({ card: -1, move: -1 }),
    actor: ({ card, move }) => (card < 0 ? 'chance' : move < 0 ? 0 : 'nobody'),
    chance: ({ card }) => (card < 0 ? [0, 1, 2].map((action) => ({ action, probability: 1 / 3 })) : []),
    legal: ({ card, move }) => (card >= 0 && move < 0 ? [0, 1] : []),
    apply: ({ card, move }, action) => (card < 0 ? { card: action, move } : { card, move: action }),
    returns: ({ card, move }) => [move * (card - 1)],
    label: (_state, action) => ['keep', 'bet'][action]!,
    observation: ({ card }) => `card ${card}`,
  })
  for (const name of names) expect(measure(enumerate(alone), name, 2000).values[0]).toBeCloseTo(1 / 3, 1)
})
