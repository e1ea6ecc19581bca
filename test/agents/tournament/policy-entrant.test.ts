import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { policyEntrant } from 'coevo/agents/tournament/policy-entrant'
import { enumerate, startSolver } from 'coevo/game'
import { kuhnPoker } from 'coevo/games/kuhn-poker'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../../temporary-folder.ts'

const folder = temporaryFolder('policy-entrant')
const KEY = 'seat first card jack moves none'

const solver = startSolver(enumerate(kuhnPoker), 'cfr+')
solver.run(10)
const table = Object.fromEntries(solver.average())

/** Seats what a file says in Kuhn poker. */
function seat(text: string) {
  const file = join(folder, 'policy.json')
  writeFileSync(file, text)
  return policyEntrant('solved', file).seat(kuhnPoker, { constrain: true })
}

const written = (change: object) => JSON.stringify({ game: 'kuhn-poker', policy: { ...table, ...change } })

test('what the solver wrote is seated', () => {
  expect(seat(written({})).name).toBe('solved')
})

test.each([
  [
    written({ [KEY]: undefined }),
    `'solved' does not fit kuhn-poker: it lacks the information state '${KEY}'; solve it again with 'coevo solve kuhn-poker --out FILE'.`,
  ],
  [written({ [KEY]: [1] }), `in '${KEY}' it has 1 probabilities, and 2 actions are legal there`],
  [
    written({ [KEY]: [0.5, 0.25, 0.25] }),
    `in '${KEY}' it has 3 probabilities, and 2 actions are legal there`,
  ],
  [written({ 'seat third': [1] }), "there is no information state 'seat third'"],
  [written({ '\u001b[31m': [1] }), "there is no information state '[31m'"],
  [written({}).replace(KEY, '__proto__'), `it lacks the information state '${KEY}'`],
  [written({ zzz: [1] }).replace('zzz', '__proto__'), "there is no information state '__proto__'"],
  [written({ [KEY]: [0.5, 0.4] }), 'probabilities do not sum to 1'],
  [written({ [KEY]: [-0.5, 1.5] }), 'Too small: expected number to be >=0'],
  [written({ [KEY]: [null, 1] }), 'expected number, received null'],
  [written({ [KEY]: [7.5, 1] }).replace('7.5', '1e999'), 'expected number, received '],
  [written({ [KEY]: 'bet' }), 'expected array, received string'],
  [JSON.stringify({ game: 'kuhn-poker', policy: [] }), 'policy: Invalid input: expected record'],
  [JSON.stringify({ game: 'kuhn-poker', policy: {} }), 'it lacks the information state'],
  [JSON.stringify({ game: 'nim', policy: table }), "'solved' was solved for nim, not for kuhn-poker."],
])('%.60s … is refused', (text, message) => {
  expect(() => seat(text)).toThrow(message)
})
