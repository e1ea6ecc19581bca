import { fc, test } from '@fast-check/vitest'
import { UserError } from 'coevo/core'
import { TokenTrie, type Completion } from 'coevo/model'
import { describe, expect, it } from 'vitest'
import { makeModel, toRequest, type RequestPlan } from './models.ts'

const token = fc.integer({ min: 2, max: 31 })
const prompt = fc.array(token, { minLength: 1, maxLength: 20 })
const completions = fc
  .array(fc.array(token, { maxLength: 5 }), { minLength: 1, maxLength: 6 })
  .map((lists) => new TokenTrie(lists.map((tokens) => [...tokens, 1])))

const plan = fc.record({
  prompt,
  maxNewTokens: fc.integer({ min: 1, max: 10 }),
  temperature: fc.constantFrom(0, 0.7, 1, 1.5),
  stream: fc.nat(1000),
})
const constrainedPlan = fc.tuple(plan, fc.option(completions, { nil: undefined }))
const plans = fc.array(constrainedPlan, { minLength: 1, maxLength: 12 })

type Plans = readonly (readonly [RequestPlan, TokenTrie | undefined])[]
const requests = (list: Plans) =>
  list.map(([each, constraint]) => ({ ...toRequest(each), ...(constraint && { constraint }) }))
/** NaN-proof, sign-of-zero-proof equality of what was written. */
const bits = (list: readonly Completion[]) =>
  list.map(({ tokens, logprobs, finished }) => [
    tokens,
    [...new BigInt64Array(Float64Array.from(logprobs).buffer)],
    finished,
  ])

const architectures = {
  'own keys for each head': {},
  'shared keys': { heads: 4, keyValueHeads: 2 },
  // The deepest product whose weights are not packed.
  'a feed-forward layer of 256': { feedForward: 256, width: 64 },
  // Inner dimensions beyond one block of the matrix product.
  'a wide feed-forward layer': { feedForward: 544 },
}

describe.each(Object.entries(architectures))('a completion of a model with %s', (_, knobs) => {
  const model = makeModel(knobs)
  const forget = () => model.weightsChanged()

  test.prop([plans, fc.infiniteStream(fc.nat())], { numRuns: 25 })(
    'does not depend on its neighbours, to the bit',
    async (list, order) => {
      const together = bits(await model.generate(requests(list)))
      forget()
      const alone: unknown[] = []
      for (const each of list) {
        forget()
        alone.push(...bits(await model.generate(requests([each]))))
      }
      expect(alone).toEqual(together)

      const shuffled = list
        .map((each, i) => ({ each, i, key: order.next().value }))
        .toSorted((a, b) => a.key! - b.key!)
      forget()
      const permuted = bits(await model.generate(requests(shuffled.map(({ each }) => each))))
      expect(permuted).toEqual(shuffled.map(({ i }) => together[i]))

      forget()
      const crowd = [...list, ...list, ...list].flatMap((each) => [each, each, each])
      const crowded = bits(await model.generate(requests(crowd)))
      for (const [i, each] of crowded.entries())
        expect(each).toEqual(together[Math.floor(i / 3) % list.length])
    },
  )
})

describe('a completion', () => {
  const model = makeModel()

  test.prop([plans], { numRuns: 20 })('is the same from memory', async (list) => {
    model.weightsChanged()
    const fresh = bits(await model.generate(requests(list)))
    expect(bits(await model.generate(requests(list)))).toEqual(fresh)
  })

  const others = { 'three threads': makeModel({}, 1, 3), 'packed weights': makeModel({}, 1, 2, true) }
  test.prop([fc.constantFrom('three threads', 'packed weights'), plans], { numRuns: 20 })(
    'is the same by other means',
    async (means, list) => {
      const other = others[means]
      model.weightsChanged()
      other.weightsChanged()
      const there = bits(await other.generate(requests(list)))
      expect(bits(await model.generate(requests(list)))).toEqual(there)
    },
  )

  it('is the same on several threads, each with a share of many', async () => {
    const constraint = new TokenTrie([
      [5, 6, 7, 8, 9, 10, 11, 12, 1],
      [5, 6, 1],
      [7, 8, 9, 10, 11, 12, 13, 14, 15, 1],
    ])
    const crowd = (): Plans =>
      Array.from({ length: 300 }, (_, i) => [
        { prompt: [2 + (i % 29), 3 + (i % 7)], maxNewTokens: 4 + (i % 17), temperature: i % 3, stream: i },
        i % 5 === 0 ? constraint : undefined,
      ])
    const other = makeModel({}, 3, 2)
    const one = makeModel({}, 3, 1)
    for (let version = 0; version < 2; version++) {
      // The second time some first choices come from memory.
      for (let time = 0; time < 2; time++)
        expect(await other.generate(requests(crowd()))).toEqual(await one.generate(requests(crowd())))
      for (const each of [one, other]) {
        each.weights.current.forEach((x, i, all) => (all[i] = x * 1.1))
        each.weightsChanged()
      }
    }
    await other.release()
    expect(await other.generate(requests(crowd()))).toEqual(await one.generate(requests(crowd())))
  })

  it('is the same where more models share the threads than these hold', async () => {
    const ask = () =>
      Array.from({ length: 80 }, (_, i) =>
        toRequest({ prompt: [2 + (i % 29)], maxNewTokens: 9, temperature: 1, stream: i }),
      )
    const models = Array.from({ length: 6 }, (_, seed) => makeModel({}, seed, 2))
    const first = await Promise.all(models.map((each) => each.generate(ask())))
    const again = await Promise.all(models.map((each) => each.generate(ask())))
    expect(again).toEqual(first)
    for (const [seed, answers] of first.entries())
      expect(answers).toEqual(await makeModel({}, seed, 1).generate(ask()))
  })

  test.prop([plans], { numRuns: 30 })(
    'keeps to its constraint, its length and the end of the turn',
    async (list) => {
      const answers = await model.generate(requests(list))
      for (const [i, { tokens, logprobs, allowed, finished }] of answers.entries()) {
        const [{ maxNewTokens }, constraint] = list[i]!
        expect(tokens.length).toBeLessThanOrEqual(maxNewTokens)
        expect(logprobs).toHaveLength(tokens.length)
        expect(allowed).toHaveLength(tokens.length)
        if (!finished) expect(tokens).toHaveLength(maxNewTokens)
        if (constraint === undefined) {
          expect(allowed.every((ids) => ids === null)).toBe(true)
          expect(tokens.indexOf(1)).toBe(finished ? tokens.length - 1 : -1)
          continue
        }
        let node = constraint.root
        for (const [j, each] of tokens.entries()) {
          expect(allowed[j]).toEqual(node.tokens)
          expect(node.tokens).toContain(each)
          if (node.tokens.length === 1) expect(logprobs[j]).toBe(0)
          node = node.children[node.tokens.indexOf(each)]!
        }
        expect(node.tokens.length === 0).toBe(finished)
      }
    },
  )

  test.prop([fc.array(fc.tuple(plan, completions), { minLength: 1, maxLength: 6 })], { numRuns: 15 })(
    'has probabilities that add up to 1 over the constraint',
    async (list) => {
      for (const [{ prompt: before }, constraint] of list) {
        const all = constraint.key.split(';').map((text) => text.split(',').map(Number))
        const scores = await model.score(
          all.map((completion) => ({ prompt: before, completion, constraint })),
        )
        const total = scores.reduce(
          (sum, { logprobs }) => sum + Math.exp(logprobs.reduce((a, b) => a + b, 0)),
          0,
        )
        expect(total).toBeCloseTo(1, 5)
      }
    },
  )

  test.prop(
    [fc.array(fc.tuple(plan, fc.option(completions, { nil: undefined })), { minLength: 1, maxLength: 8 })],
    {
      numRuns: 25,
    },
  )('has the ln-probabilities that `score` gives, within 1e-5', async (list) => {
    const asked = requests(list).map((request) => ({ ...request, temperature: 1 }))
    const answers = await model.generate(asked)
    // The full forward pass over a sequence that was written token by token from the cache.
    const scores = await model.score(
      asked.map(({ prompt: before, constraint }, i) => ({
        prompt: before,
        completion: answers[i]!.tokens,
        ...(constraint && { constraint }),
      })),
    )
    for (const [i, { logprobs }] of scores.entries())
      for (const [j, logprob] of logprobs.entries())
        expect(Math.abs(logprob - answers[i]!.logprobs[j]!)).toBeLessThan(1e-5)
  })

  it('has the frequencies that its probabilities promise', async () => {
    const constraint = new TokenTrie([
      [5, 1],
      [6, 1],
      [7, 8, 1],
      [7, 9, 1],
    ])
    const count = 4000
    const answers = await model.generate(
      Array.from({ length: count }, (_, i) => ({
        ...toRequest({ prompt: [3, 4], maxNewTokens: 4, temperature: 1, stream: i }),
        constraint,
      })),
    )
    const all = constraint.key.split(';').map((text) => text.split(',').map(Number))
    const scores = await model.score(all.map((completion) => ({ prompt: [3, 4], completion, constraint })))
    for (const [i, completion] of all.entries()) {
      const p = Math.exp(scores[i]!.logprobs.reduce((a, b) => a + b, 0))
      const seen = answers.filter(({ tokens }) => tokens.join() === completion.join()).length / count
      // Four standard deviations.
      expect(Math.abs(seen - p)).toBeLessThan(4 * Math.sqrt((p * (1 - p)) / count))
    }
  })

  it('has the frequencies that its probabilities promise where every token is allowed', async () => {
    const count = 6000
    const answers = await model.generate(
      Array.from({ length: count }, (_, i) =>
        toRequest({ prompt: [3, 4], maxNewTokens: 1, temperature: 1, stream: i }),
      ),
    )
    const scores = await model.score(
      Array.from({ length: 32 }, (_, id) => ({ prompt: [3, 4], completion: [id] })),
    )
    for (const [id, { logprobs }] of scores.entries()) {
      const p = Math.exp(logprobs[0]!)
      const seen = answers.filter(({ tokens }) => tokens[0] === id).length / count
      expect(Math.abs(seen - p)).toBeLessThan(4 * Math.sqrt((p * (1 - p)) / count))
    }
  })

  it('is greedy at temperature 0, and says it was certain', async () => {
    const before = [3, 4, 5]
    const [answer] = await model.generate([
      toRequest({ prompt: before, maxNewTokens: 5, temperature: 0, stream: 1 }),
    ])
    expect(answer!.logprobs.every((logprob) => logprob === 0)).toBe(true)
    for (const [i, chosen] of answer!.tokens.entries()) {
      const scores = await model.score(
        Array.from({ length: 32 }, (_, id) => ({
          prompt: [...before, ...answer!.tokens.slice(0, i)],
          completion: [id],
        })),
      )
      const best = Math.max(...scores.map(({ logprobs }) => logprobs[0]!))
      expect(scores[chosen]!.logprobs[0]).toBeCloseTo(best, 5)
    }
  })

  it('is cut off where the context ends', async () => {
    const small = makeModel({ context: 8 })
    const [answer] = await small.generate([
      { ...toRequest({ prompt: [2, 3, 4, 5, 6, 7], maxNewTokens: 9, temperature: 1, stream: 1 }) },
    ])
    expect(answer!.tokens.length).toBeLessThanOrEqual(2)
  })

  it('needs no network where nothing is left to choose', async () => {
    const constraint = new TokenTrie([[5, 6, 1]])
    const request = toRequest({ prompt: [3], maxNewTokens: 9, temperature: 1, stream: 1 })
    const [answer] = await model.generate([{ ...request, constraint }])
    expect(answer).toMatchObject({ tokens: [5, 6, 1], logprobs: [0, 0, 0], finished: true })
  })
})

describe('LocalModel', () => {
  it('serves new weights with the next call, under the next version', async () => {
    const model = makeModel()
    const other = makeModel({}, 2)
    const ask = () => [toRequest({ prompt: [3, 4], maxNewTokens: 6, temperature: 1, stream: 1 })]
    const [before] = await model.generate(ask())
    model.weights.current.set(other.weights.current)
    model.weightsChanged()
    const [after] = await model.generate(ask())
    const [there] = await other.generate(ask())
    expect(before!.version).toBe(0)
    expect(after!.version).toBe(1)
    expect(bits([after!])).toEqual(bits([there!]))
    expect(after!.logprobs).not.toEqual(before!.logprobs)
  })

  it('answers calls that overlap one after the other', async () => {
    const model = makeModel()
    const ask = (stream: number) => [toRequest({ prompt: [3, 4], maxNewTokens: 6, temperature: 1, stream })]
    const overlapping = await Promise.all([1, 2, 3].map((stream) => model.generate(ask(stream))))
    const alone = makeModel()
    for (const [i, answer] of overlapping.entries()) expect(answer).toEqual(await alone.generate(ask(i + 1)))
  })

  const model = makeModel()
  const good = { prompt: [2], maxNewTokens: 1, temperature: 1, stream: 1 }
  it.for([
    ['an empty prompt', { prompt: [] }, 'at least one token'],
    ['a token that is none', { prompt: [32] }, 'no token 32'],
    ['no room', { maxNewTokens: 0 }, 'maxNewTokens is 0'],
    ['a temperature below 0', { temperature: -1 }, 'temperature is -1'],
    ['a prompt as long as the context', { prompt: Array<number>(64).fill(2) }, 'leaves no room'],
  ] as const)('refuses %s', async ([, wrong, message]) => {
    await expect(model.generate([toRequest({ ...good, ...wrong })])).rejects.toThrow(UserError)
    await expect(model.generate([toRequest({ ...good, ...wrong })])).rejects.toThrow(message)
  })

  it('refuses a constraint with tokens that are none', async () => {
    const constraint = new TokenTrie([[40], [41]])
    await expect(model.generate([{ ...toRequest(good), constraint }])).rejects.toThrow('no token 41')
    await expect(model.score([{ prompt: [2], completion: [40], constraint }])).rejects.toThrow('no token 40')
  })

  it.each([0, 0.5, 1])('says so where its numbers are none, at temperature %d', async (temperature) => {
    const broken = makeModel()
    broken.weights.current.fill(Number.NaN)
    broken.weightsChanged()
    const message = /The model '.*' computes numbers that are not finite/
    await expect(broken.generate([toRequest({ ...good, temperature })])).rejects.toThrow(message)
    await expect(broken.score([{ prompt: [2], completion: [3, 4] }])).rejects.toThrow(UserError)
  })

  it('refuses to score what a constraint forbids', async () => {
    const constraint = new TokenTrie([[5], [6]])
    await expect(model.score([{ prompt: [2], completion: [7], constraint }])).rejects.toThrow(
      'does not allow',
    )
  })
})
