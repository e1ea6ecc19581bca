import { matrixGame } from './matrix.ts'

/*
 * Well-known games in normal form. Osborne and Rubinstein: A Course in Game Theory (1994), by section.
 */

const THROWS = ['rock', 'paper', 'scissors']

/** Rock, paper, scissors: the equilibrium plays all three alike. */
export const rockPaperScissors = matrixGame({
  name: 'rock-paper-scissors',
  title: 'Rock, paper, scissors',
  actions: THROWS,
  payoffs: [
    [0, -1, 1],
    [1, 0, -1],
    [-1, 1, 0],
  ],
})

/** Rock, paper, scissors with unequal stakes: the only equilibrium is 1/16, 10/16, 5/16. */
export const biasedRockPaperScissors = matrixGame({
  name: 'biased-rock-paper-scissors',
  title: 'Biased rock, paper, scissors',
  actions: THROWS,
  payoffs: [
    [0, -25, 50],
    [25, 0, -5],
    [-50, 5, 0],
  ],
})

/** Matching pennies: the row player wants equal sides. Source: Osborne and Rubinstein (1994), 17.1. */
export const matchingPennies = matrixGame({
  name: 'matching-pennies',
  title: 'Matching pennies',
  actions: ['heads', 'tails'],
  payoffs: [
    [1, -1],
    [-1, 1],
  ],
})

/** The prisoner's dilemma with Axelrod's payoffs. Source: R. Axelrod, The Evolution of Cooperation (1984). */
export const prisonersDilemma = matrixGame({
  name: 'prisoners-dilemma',
  title: "Prisoner's dilemma",
  story: 'Two prisoners are asked to tell on each other.',
  actions: ['cooperate', 'defect'],
  payoffs: [
    [
      [3, 3],
      [0, 5],
    ],
    [
      [5, 0],
      [1, 1],
    ],
  ],
})

/** The stag hunt: two pure equilibria, one better and one safer. Source: B. Skyrms, The Stag Hunt (2004). */
export const stagHunt = matrixGame({
  name: 'stag-hunt',
  title: 'Stag hunt',
  story: 'It takes both hunters to catch the stag, and one to catch a hare.',
  actions: ['stag', 'hare'],
  payoffs: [
    [
      [4, 4],
      [0, 3],
    ],
    [
      [3, 0],
      [3, 3],
    ],
  ],
})

/** Bach or Stravinsky: to meet matters more than where. Source: Osborne and Rubinstein (1994), 15.3. */
export const battleOfTheSexes = matrixGame({
  name: 'battle-of-the-sexes',
  title: 'Battle of the sexes',
  story: 'Two friends want to go to a concert together, and each prefers another one.',
  actions: ['bach', 'stravinsky'],
  payoffs: [
    [
      [2, 1],
      [0, 0],
    ],
    [
      [0, 0],
      [1, 2],
    ],
  ],
})

/** Chicken, or hawk and dove: the worst is that neither yields. Source: Osborne and Rubinstein (1994), 16.3. */
export const chicken = matrixGame({
  name: 'chicken',
  title: 'Chicken',
  story: 'Two drivers race towards each other.',
  actions: ['yield', 'dare'],
  payoffs: [
    [
      [3, 3],
      [1, 4],
    ],
    [
      [4, 1],
      [0, 0],
    ],
  ],
})

/**
 * Shapley's game: fictitious play circles in it for ever. Source: L. S. Shapley, "Some topics in two-person
 * games", Advances in Game Theory (1964).
 */
export const shapleysGame = matrixGame({
  name: 'shapleys-game',
  title: "Shapley's game",
  actions: ['left', 'middle', 'right'],
  payoffs: [
    [
      [1, 0],
      [0, 1],
      [0, 0],
    ],
    [
      [0, 0],
      [1, 0],
      [0, 1],
    ],
    [
      [0, 1],
      [0, 0],
      [1, 0],
    ],
  ],
})
