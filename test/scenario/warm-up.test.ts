import { mkdtempSync, readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Random } from 'coevo/core'
import { localModel } from 'coevo/model'
import { warmUp } from 'coevo/scenario'
import { beforeEach, expect, test, vi } from 'vitest'

const WORDS = ['a', 'b', 'c', 'd']

/** A letter is answered by the one after it. */
const successor = (random: Random) => {
  const i = random.int(WORDS.length)
  return { prompt: `after ${WORDS[i]}`, completion: WORDS[(i + 1) % WORDS.length]! }
}

const options = {
  model: localModel({ vocabulary: ['after', ...WORDS], size: 'nano' }),
  examples: successor,
  accuracy: 0.9,
  steps: 200,
  batch: 32,
  learningRate: 1e-2,
} as const

let cache: string

beforeEach(() => {
  cache = mkdtempSync(join(tmpdir(), 'coevo-warm-up-'))
  vi.stubEnv('COEVO_CACHE', cache)
  return () => vi.unstubAllEnvs()
})

test('trains until the chosen share is answered, and tells how far it is', async () => {
  const lines: string[] = []
  const model = await warmUp(options)(1, { name: 'solver', code: 'code', report: (line) => lines.push(line) })
  const looks = lines.filter((line) => line.startsWith('warm-up, step'))
  expect(looks.at(-1)).toMatch(/^warm-up, step \d+: (9\d|100) % of 90 %$/)
  const { tokenizer } = model
  const [answer] = await model.generate([
    { prompt: tokenizer.encode('after b'), maxNewTokens: 2, temperature: 0, random: undefined as never },
  ])
  expect(tokenizer.decode(answer!.tokens)).toBe('c <end>')
})

test('takes from the cache what was trained before, weight for weight', async () => {
  const trained = await warmUp(options)(1, { name: 'solver', code: 'code', report: () => {} })
  const lines: string[] = []
  const cached = await warmUp(options)(1, {
    name: 'solver',
    code: 'code',
    report: (line) => lines.push(line),
  })
  expect(lines).toEqual([])
  expect(cached.weights.current).toEqual(trained.weights.current)
  expect(cached.version).toBe(trained.version)
})

test('trains anew for another seed, other examples and another share', async () => {
  await warmUp(options)(1)
  await warmUp(options)(2)
  await warmUp({ ...options, accuracy: 0.5 })(1)
  await warmUp({ ...options, examples: (random) => ({ ...successor(random), completion: 'a' }) })(1)
  expect(readdirSync(join(cache, 'warm-ups'))).toHaveLength(4)
})

test('says how far it came when that is not far enough, and keeps nothing', async () => {
  await expect(warmUp({ ...options, steps: 1 })(1)).rejects.toThrow(
    /answered [\d.]+ % of its examples after 1 steps, not 90 %/,
  )
  await warmUp({ ...options, accuracy: 0.01, steps: 40 })(1)
  expect(readdirSync(join(cache, 'warm-ups'))).toHaveLength(1)
})

test('says by how much it has passed its goal, and looks as often as it is told', async () => {
  const lines: string[] = []
  const preparation = { name: 'solver', code: 'code', report: (line: string) => lines.push(line) }
  await warmUp({ ...options, accuracy: 0.3 })(1, preparation)
  expect(lines.at(-1)).toMatch(
    /^warm-up: it has passed its goal by \d+ points, for it looks every 20 steps; 'every' has it look more often$/,
  )
  lines.splice(0)
  await warmUp({ ...options, accuracy: 0.3, every: 1 })(1, preparation)
  expect(lines[0]).toMatch(/^warm-up, step 1: /)
  const last = Number(/: (\d+) %/.exec(lines.findLast((line) => line.startsWith('warm-up, step'))!)![1])
  expect(last).toBeGreaterThanOrEqual(30)
  expect(last).toBeLessThan(60)
})

test('trains anew for other code', async () => {
  const report = () => {}
  for (const code of ['one', 'other', 'one']) await warmUp(options)(1, { name: 'solver', code, report })
  expect(readdirSync(join(cache, 'warm-ups'))).toHaveLength(2)
})

test('refuses a share that is none, and counts that are none', () => {
  expect(() => warmUp({ ...options, every: 0 })).toThrow('every is 0; it must be a whole number from 1.')
  expect(() => warmUp({ ...options, accuracy: 0 })).toThrow('accuracy is 0; it must be in (0, 1]')
})
