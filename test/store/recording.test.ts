import { recorded } from 'coevo/store'
import { expect, test } from 'vitest'

const sessions = Array.from({ length: 50 }, (_, i) => 100 + i)
const step = { seed: 3, step: 2, sessions }

test('all sessions are kept, or none', () => {
  expect([...recorded('all', step)]).toEqual(sessions)
  expect(recorded('none', step).size).toBe(0)
})

test('a sample is eight sessions of a step, the same whenever it is drawn, and another in another step', () => {
  const sample = recorded('sample', step)
  expect(sample.size).toBe(8)
  expect([...sample].every((session) => sessions.includes(session))).toBe(true)
  expect(recorded('sample', step)).toEqual(sample)
  expect(recorded('sample', { ...step, step: 3 })).not.toEqual(sample)
  expect(recorded('sample', { ...step, seed: 4 })).not.toEqual(sample)
})

test('a sample of a sample is that sample', () => {
  const sample = [...recorded('sample', step)]
  expect(recorded('sample', { ...step, sessions: sample })).toEqual(new Set(sample))
})
