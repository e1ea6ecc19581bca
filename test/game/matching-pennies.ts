import { defineGame } from 'coevo/game'

const SIDES = ['heads', 'tails']

/** Matching pennies, the second player moving without seeing the first's coin: what a user's short game looks like. */
export const matchingPennies = defineGame<readonly number[]>({
  name: 'matching-pennies',
  facets: {
    players: 2,
    utility: 'zero-sum',
    information: 'imperfect',
    chance: 'deterministic',
    dynamics: 'simultaneous',
    utilityRange: [-1, 1],
    maxMoves: 2,
    actions: 2,
  },
  vocabulary: ['player', '0', '1', 'coin', 'hidden', ...SIDES],
  rules:
    'Both players lay a coin at once. Player 0 wins both if the sides are equal, player 1 if they differ.',
  initial: () => [],
  actor: (coins) => (coins.length === 2 ? 'nobody' : coins.length),
  legal: (coins) => (coins.length === 2 ? [] : [0, 1]),
  apply: (coins, side) => [...coins, side],
  returns: ([mine, yours]) => (mine === yours ? [1, -1] : [-1, 1]),
  label: (_coins, side) => SIDES[side]!,
  observation: (coins, player) => `player ${player} coin ${SIDES[coins[player] ?? -1] ?? 'hidden'}`,
})
