import { lookUp, nearest, UserError } from 'coevo/core'
import { describe, expect, test } from 'vitest'

describe('nearest', () => {
  test.for([
    ['kuhn-equlibrium', 'kuhn-equilibrium'],
    ['sprial', 'spiral'],
    ['tictactoe', 'tic-tac-toe'],
  ])('guesses %s as %s', ([typed, meant]) => {
    expect(nearest(typed!, ['kuhn-equilibrium', 'spiral', 'tic-tac-toe'])).toBe(meant)
  })

  test('guesses nothing when nothing is near', () => {
    expect(nearest('go', ['kuhn-equilibrium', 'spiral'])).toBeUndefined()
  })
})

describe('lookUp', () => {
  const table = { spiral: 1, sec: 2 }
  test('finds a name', () => expect(lookUp('scenario', 'sec', table)).toBe(2))
  test('says what was meant and what there is', () => {
    expect(() => lookUp('scenario', 'spirla', table)).toThrow(
      new UserError("There is no scenario 'spirla'; did you mean 'spiral'? Known: spiral, sec."),
    )
  })
  test('does not find what an object inherits', () => {
    expect(() => lookUp('scenario', 'toString', table)).toThrow(UserError)
  })
})
