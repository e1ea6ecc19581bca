import { nashConv, playthrough, replay, solveByCfr } from 'coevo/game'
import { deceptivePath } from 'coevo/games/deceptive-path'
import { describeGame } from 'coevo/testing'
import { expect, test } from 'vitest'
import { expectGolden } from './golden.ts'

const direct = deceptivePath.with({ steps: 3 })

describeGame(deceptivePath)
describeGame(direct)
describeGame(deceptivePath.with({ steps: 6 }))
describeGame(deceptivePath.with({ roads: 'a-b/b-c/c-d/d-a/b-d/d-e', start: 'a', goals: 'b/c/e', steps: 5 }))

// By number, in the order of the roads.
const [GATE, SQUARE, NORTH, SOUTH, HARBOUR] = [0, 1, 2, 3, 4]
const [HARBOUR_GOAL, MILL_GOAL] = [0, 1]

const labelsAfter = (...actions: number[]) => {
  const state = replay(deceptivePath, actions)
  return deceptivePath.legal(state).map((action) => deceptivePath.label(state, action))
}

test('a walker keeps to roads on which it can still arrive in time', () => {
  expect(labelsAfter(HARBOUR_GOAL)).toEqual(['go square'])
  expect(labelsAfter(HARBOUR_GOAL, SQUARE)).toEqual(['guess harbour', 'guess mill'])
  expect(labelsAfter(HARBOUR_GOAL, SQUARE, 0)).toEqual(['go north', 'go south'])
  expect(labelsAfter(HARBOUR_GOAL, SQUARE, 0, SOUTH, 0)).toEqual(['go north'])
  const patient = deceptivePath.with({ steps: 5 })
  expect(patient.legal(replay(patient, [HARBOUR_GOAL, SQUARE, 0]))).toEqual([GATE, NORTH, SOUTH])
})

test.each([
  ['right from the start', [MILL_GOAL, SQUARE, MILL_GOAL, SOUTH, MILL_GOAL, 5], -2 / 3],
  ['deceived to the last', [HARBOUR_GOAL, SQUARE, 1, SOUTH, 1, NORTH, 1, HARBOUR], 1],
  ['half and half', [HARBOUR_GOAL, SQUARE, 1, NORTH, 0, HARBOUR], 0],
])('an observer that is %s', (_, actions, value) => {
  const end = replay(deceptivePath, actions)
  expect(deceptivePath.actor(end)).toBe('nobody')
  expect(deceptivePath.returns(end)[0]).toBeCloseTo(value, 12)
})

test('the goal is hidden from the observer, the guesses from the walker', () => {
  const [one, other] = [HARBOUR_GOAL, MILL_GOAL].map((goal) => replay(deceptivePath, [goal, SQUARE, goal]))
  expect(deceptivePath.observation(one!, 0)).toBe('seat walker goal harbour path gate square left 3')
  expect(deceptivePath.observation(other!, 1)).toBe('seat observer guessed mill path gate square left 3')
})

// Without time to spare the second step tells the goal: one guess at random, one right. With a step to spare
// half of all walkers make a detour: the second guess is at random too, but after a detour a third is right.
test.each([
  [direct, -1 / 2],
  [deceptivePath, -1 / 6],
])('$name has the value %d', (game, value) => {
  const { nashConv: gap, values } = nashConv(game, solveByCfr(game, 2000))
  expect(gap).toBeLessThan(1e-3)
  expect(values[0]).toBeCloseTo(value, 3)
})

test.each([
  [{ start: 'moon' }, "No road of game 'deceptive-path' leads to 'moon'"],
  [{ steps: 2 }, "the goal 'harbour' is not 1 to 2 steps from 'gate'"],
  [{ goals: 'gate/mill' }, "the goal 'gate' is not 1 to 4 steps from 'gate'"],
  [{ goals: 'harbour/harbour' }, 'goals must differ'],
  [{ goals: 'mill/harbour/mill' }, 'goals must differ'],
  [{ roads: 'gate' }, 'write roads as a-b/b-c'],
])('%j makes no game', (parameters, message) => {
  expect(() => deceptivePath.with(parameters)).toThrow(message)
})

test('a playthrough reads as it did', () => {
  const actions = [HARBOUR_GOAL, SQUARE, 0, SOUTH, MILL_GOAL, NORTH, HARBOUR_GOAL, HARBOUR]
  expectGolden(playthrough(deceptivePath, actions), 'deceptive-path.golden.txt', import.meta)
})
