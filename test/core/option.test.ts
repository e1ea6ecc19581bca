import { listOptions, option, readOptions } from 'coevo/core'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'

const schema = z.object({
  steps: option.count(60, 'training steps'),
  players: option.count(2, 'at the table', { from: 2, to: 6 }),
  warm: option.share(0.5, 'right before training'),
  rate: option.rate(1e-3, 'of AdamW'),
  beta: option.number(0.1, 'the pull', { over: 0, to: 10 }),
  offset: option.number(-1, 'of anything'),
  method: option.choice(['rl', 'imitation'], 'how it learns'),
  teacher: option.keyOf({ window: 1, online: 2 }, 'who teaches'),
  filter: option.flag(true, 'drops what is easy'),
})
const owner = { kind: 'scenario', name: 'mine', word: 'option', schema }

describe('options of the usual kinds', () => {
  it('have defaults: of words the first', () =>
    expect(readOptions(owner)).toEqual({
      steps: 60,
      players: 2,
      warm: 0.5,
      rate: 1e-3,
      beta: 0.1,
      offset: -1,
      method: 'rl',
      teacher: 'window',
      filter: true,
    }))

  it('say what they are, and which values they take', () => {
    const rows = listOptions(owner)
    expect(rows[0]).toMatchObject({ name: 'steps', default: 60, description: 'training steps' })
    expect(Object.fromEntries(rows.map(({ name, values }) => [name, values]))).toEqual({
      steps: '1 … 1,000,000',
      players: '2 … 6',
      warm: 'above 0, at most 1',
      rate: 'above 0, at most 1',
      beta: 'above 0, at most 10',
      offset: 'a number',
      method: 'rl, imitation',
      teacher: 'window, online',
      filter: 'true, false',
    })
  })

  it.each([
    ['steps', 1],
    ['steps', 1_000_000],
    ['players', 6],
    ['warm', 1],
    ['beta', 10],
    ['offset', 1e9],
    ['teacher', 'online'],
  ] as const)('take %s=%s', (name, value) => expect(readOptions(owner, { [name]: value })[name]).toBe(value))

  it.each([
    ['steps', 0],
    ['steps', 1.5],
    ['steps', 1_000_001],
    ['players', 1],
    ['players', 7],
    ['warm', 0],
    ['warm', 1.01],
    ['rate', -1],
    ['beta', 0],
    ['beta', 11],
    ['method', 'luck'],
    ['teacher', 'naive'],
    ['filter', 'perhaps'],
  ] as const)('refuse %s=%s by name', (name, value) =>
    expect(() => readOptions(owner, { [name]: value })).toThrow(`Option '${name}' of scenario 'mine'`),
  )
})
