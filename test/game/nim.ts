import { defineGame } from 'coevo/game'

export type Nim = { readonly left: number; readonly turn: number }

/** One pile of seven: take one, two or three; whoever takes the last wins. */
export const nim = defineGame<Nim>({
  name: 'nim',
  facets: {
    players: 2,
    utility: 'zero-sum',
    information: 'perfect',
    chance: 'deterministic',
    dynamics: 'sequential',
    utilityRange: [-1, 1],
    maxMoves: 7,
    actions: 3,
  },
  vocabulary: ['you', 'turn', 'left', '0', '1', '2', '3', '4', '5', '6', '7', 'take-1', 'take-2', 'take-3'],
  rules: 'There are seven stones. Players take turns to take one, two or three. Whoever takes the last wins.',
  initial: () => ({ left: 7, turn: 0 }),
  actor: ({ left, turn }) => (left === 0 ? 'nobody' : turn),
  legal: ({ left }) => [0, 1, 2].filter((action) => action < left),
  apply: ({ left, turn }, action) => ({ left: left - action - 1, turn: 1 - turn }),
  returns: ({ turn }) => (turn === 1 ? [1, -1] : [-1, 1]),
  label: (_state, action) => `take-${action + 1}`,
  observation: ({ left, turn }, player) => `you ${player} turn ${turn} left ${left}`,
})
