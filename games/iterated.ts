import { z } from 'zod'
import { defineGameFamily, type GameFamily, type GameRules } from 'coevo/game'
import { matchingPennies, prisonersDilemma, rockPaperScissors } from './matrix-games.ts'
import type { MatrixGame } from './matrix.ts'

/** All choices so far, the row player's and the column player's in turn. */
export type IteratedState = readonly number[]

const PARAMETERS = z.object({
  rounds: z.int().min(1).max(100).default(10).describe('how often the game is played'),
})

/**
 * Makes a family of games in which a matrix game is played for a number of rounds, known to both; past
 * choices are seen. A return is the sum over all rounds.
 *
 * @example iterated(prisonersDilemma).with({ rounds: 5 })
 */
export function iterated(game: MatrixGame): GameFamily<IteratedState, typeof PARAMETERS> {
  const { name, title, facets, vocabulary, rules, actionNames, payoffs } = game
  return defineGameFamily({
    name: `iterated-${name}`,
    title: `Iterated ${title.slice(0, 1).toLowerCase()}${title.slice(1)}`,
    parameters: PARAMETERS,
    make({ rounds }): GameRules<IteratedState> {
      const actor = (played: IteratedState) => (played.length === 2 * rounds ? 'nobody' : played.length % 2)
      const nameOf = (played: IteratedState, i: number) => actionNames[i % 2]![played[i]!]!
      return {
        facets: {
          ...facets,
          utilityRange: [rounds * facets.utilityRange[0], rounds * facets.utilityRange[1]],
          maxMoves: 2 * rounds,
        },
        vocabulary: [
          ...new Set([...vocabulary, 'left', ...Array.from({ length: rounds + 1 }, (_, n) => `${n}`)]),
        ],
        rules:
          `${rules} This is played for ${rounds} round${rounds === 1 ? '' : 's'}; after each, both see what was ` +
          'played. What a player gets is added up over all.',
        initial: () => [],
        actor,
        legal(played) {
          const player = actor(played)
          return typeof player === 'number' ? actionNames[player]!.map((_, action) => action) : []
        },
        apply: (played, action) => [...played, action],
        returns(played) {
          const sums: [number, number] = [0, 0]
          for (let i = 0; i < played.length; i += 2) {
            const [row, column] = payoffs[played[i]!]![played[i + 1]!]!
            sums[0] += row
            sums[1] += column
          }
          return sums
        },
        resample: (played, random) =>
          actor(played) === 1 ? played.with(played.length - 1, random.int(actionNames[0].length)) : played,
        label: (played, action) => actionNames[played.length % 2]![action]!,
        observation(played, player) {
          const done = played.length >> 1
          const words = ['seat', player === 0 ? 'row' : 'column', 'left', `${rounds - done}`]
          for (let i = 0; i < 2 * done; i += 2)
            words.push('played', nameOf(played, i + player), 'against', nameOf(played, i + 1 - player))
          const hidden = 2 * done + player
          if (hidden < played.length) words.push('played', nameOf(played, hidden))
          else if (done < rounds) words.push('played', 'none')
          return words.join(' ')
        },
      }
    },
  })
}

/** Rock, paper, scissors for some rounds. */
export const iteratedRockPaperScissors = iterated(rockPaperScissors)

/** Matching pennies for some rounds. */
export const iteratedMatchingPennies = iterated(matchingPennies)

/**
 * The prisoner's dilemma for a known number of rounds: in the only equilibrium path both always defect.
 *
 * Source: R. D. Luce and H. Raiffa, Games and Decisions (1957), 5.5.
 */
export const iteratedPrisonersDilemma = iterated(prisonersDilemma)
