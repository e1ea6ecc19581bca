import { fc, test } from '@fast-check/vitest'
import { describe, expect } from 'vitest'
import { checkOptions, parseFaults, parseNetwork, parseTime } from '../../../src/cli/check/flags.ts'

const url = new URL('file:///protocols/greeting.ts')
const count = fc.option(fc.nat(999), { nil: undefined })

describe('--faults', () => {
  test.prop([fc.record({ drop: count, duplicate: count, crash: count, partition: count })])(
    'are written as name=count',
    (faults) => {
      const given = Object.entries(faults).filter(([, most]) => most !== undefined)
      const text = given.map(([name, most]) => `${name}=${most}`).join(',')
      expect(parseFaults(text === '' ? 'none' : text)).toEqual(Object.fromEntries(given))
    },
  )

  test.each([
    ['dorp=1', "There is no fault 'dorp'; did you mean 'drop'? Known: drop, duplicate, crash, partition."],
    ['', "There is no fault ''. Known: drop, duplicate, crash, partition."],
    ['drop', "such as drop=1, not 'drop'."],
    ['drop=1,crash=-1', "such as crash=1, not 'crash=-1'."],
    ['drop=1.5', "not 'drop=1.5'."],
    ['drop=1=2', "not 'drop=1=2'."],
  ])("say what is wrong with '%s'", (text, message) => {
    expect(() => parseFaults(text)).toThrow(message)
  })
})

test('a network or a time that there is not, and the one that was meant', () => {
  expect(parseNetwork('lossy')).toBe('lossy')
  expect(() => parseNetwork('unorderd')).toThrow("There is no network 'unorderd'; did you mean 'unordered'?")
  expect(parseTime('ordered')).toBe('ordered')
  expect(() => parseTime('fre')).toThrow("There is no time 'fre'; did you mean 'free'?")
})

describe('the options of a check', () => {
  test('are exhaustive, and random with --runs', () => {
    const preload = [expect.stringMatching(/^file:.*\/cli\/preload\.ts$/)]
    expect(checkOptions({}, url)).toEqual({ mode: 'exhaustive', module: url.href, preload })
    expect(checkOptions({ runs: 9, seed: 2, threads: 2, faults: {} }, url)).toEqual({
      mode: 'random',
      runs: 9,
      seed: 2,
      threads: 2,
      faults: {},
      module: url.href,
      preload,
    })
  })

  test('for random runs ask for --runs', () => {
    expect(() => checkOptions({ seed: 3 }, url)).toThrow(/--seed .*: say how many with --runs N/)
    expect(() => checkOptions({ threads: 2 }, url)).toThrow(/--threads .*: say how many with --runs N/)
  })
})
