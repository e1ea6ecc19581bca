import { nashConv, playthrough, replay, uniform, type GamePolicy } from 'coevo/game'
import {
  iterated,
  iteratedMatchingPennies,
  iteratedPrisonersDilemma,
  iteratedRockPaperScissors,
} from 'coevo/games/iterated'
import { biasedRockPaperScissors } from 'coevo/games/matrix-games'
import { describeGame } from 'coevo/testing'
import { expect, test } from 'vitest'
import { expectGolden } from './golden.ts'
import { sizeOf } from './size.ts'

const twice = iterated(biasedRockPaperScissors).with({ rounds: 2 })
const thrice = iteratedPrisonersDilemma.with({ rounds: 3 })

describeGame(iteratedRockPaperScissors)
describeGame(iteratedMatchingPennies)
describeGame(iteratedPrisonersDilemma)
describeGame(twice)
describeGame(thrice)

const [COOPERATE, DEFECT] = [0, 1]
const always = (...probabilities: number[]): GamePolicy => ({
  name: 'always',
  probabilities: () => probabilities,
})

test('returns add up', () => {
  const played = [COOPERATE, COOPERATE, COOPERATE, DEFECT, DEFECT, DEFECT]
  expect(thrice.returns(replay(thrice, played))).toEqual([3 + 0 + 1, 3 + 5 + 1])
})

test('only what is over is seen', () => {
  const state = replay(thrice, [COOPERATE, DEFECT, DEFECT])
  expect(thrice.observation(state, 0)).toBe('seat row left 2 played cooperate against defect played defect')
  expect(thrice.observation(state, 1)).toBe('seat column left 2 played defect against cooperate played none')
})

test('its name says what is played and how often', () => {
  expect(thrice.name).toBe('iterated-prisoners-dilemma:rounds=3')
  expect(iteratedPrisonersDilemma.initial()).toEqual([])
  expect(iteratedPrisonersDilemma.facets.maxMoves).toBe(20)
})

// Before round r there are 9^r histories, of which each player sees all.
test('its tree has the states of theory', () => {
  expect(sizeOf(twice)).toEqual({
    chance: 0,
    decision: 4 * (1 + 9),
    terminal: 81,
    informationSets: 2 * (1 + 9),
  })
})

test('what is an equilibrium once is one every round', () => {
  expect(nashConv(twice, always(1 / 16, 10 / 16, 5 / 16)).nashConv).toBeCloseTo(0, 12)
  expect(nashConv(twice, uniform).nashConv).toBeCloseTo(2 * 2 * (25 / 3), 12)
  const defecting = nashConv(thrice, always(0, 1))
  expect(defecting.nashConv).toBeCloseTo(0, 12)
  expect(defecting.values).toEqual([3, 3])
})

test('a playthrough reads as it did', () => {
  const actions = [COOPERATE, DEFECT, DEFECT, DEFECT, DEFECT, COOPERATE]
  expectGolden(playthrough(thrice, actions), 'iterated.golden.txt', import.meta)
})
