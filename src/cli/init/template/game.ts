import { defineGame } from 'coevo/game'

/** How many stones are left, and whose turn it is. */
type Stones = { readonly left: number; readonly turn: number }

/** Nine stones: take one or two; whoever takes the last wins. */
export default defineGame<Stones>({
  name: 'stones',
  facets: {
    players: 2,
    utility: 'zero-sum',
    information: 'perfect',
    chance: 'deterministic',
    dynamics: 'sequential',
    utilityRange: [-1, 1],
    maxMoves: 9,
    actions: 2,
  },
  vocabulary: ['you', 'turn', 'left', ...'0 1 2 3 4 5 6 7 8 9'.split(' '), 'take-1', 'take-2'],
  rules: 'Nine stones. Players take turns to take one or two. Whoever takes the last wins.',
  initial: () => ({ left: 9, turn: 0 }),
  actor: ({ left, turn }) => (left === 0 ? 'nobody' : turn),
  legal: ({ left }) => [0, 1].filter((action) => action < left),
  apply: ({ left, turn }, action) => ({ left: left - action - 1, turn: 1 - turn }),
  returns: ({ turn }) => (turn === 1 ? [1, -1] : [-1, 1]),
  label: (_state, action) => `take-${action + 1}`,
  observation: ({ left, turn }, player) => `you ${player} turn ${turn} left ${left}`,
})
