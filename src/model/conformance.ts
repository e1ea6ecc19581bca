import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { stream, UserError } from '../core/index.ts'
import type { Completion, GenerateRequest, Model } from './model.ts'
import { TokenTrie } from './trie.ts'

/** How exact a model is. */
export interface ModelPromises {
  /** How far `score` may be from the ln-probabilities of `generate`. Default: 1e-5. */
  readonly tolerance?: number
  /** A completion is the same to the bit whatever else is asked with it. Default: true. */
  readonly independent?: boolean
  /** `save` and `load` work. Default: true. */
  readonly saves?: boolean
}

/**
 * Declares the conformance tests of a model with vitest: lengths, constraints, probabilities, independence
 * of the batch, the checkpoint.
 *
 * @param make a fresh model, the same on every call, with a vocabulary of at least 4 tokens
 */
export function describeModel(
  name: string,
  make: () => Model | Promise<Model>,
  promises: ModelPromises = {},
): void {
  const { tolerance = 1e-5, independent = true, saves = true } = promises
  describe(`${name} conforms`, () => {
    let model: Model
    beforeAll(async () => {
      model = await make()
    })

    const plans = fc.array(plan, { minLength: 1, maxLength: 6 })
    const asked = (list: readonly Plan[]) => list.map((each) => request(each, model))

    property('keeps to length, end of turn and constraint', plans, async (list) => {
      const requests = asked(list)
      const answers = await model.generate(requests)
      expect(answers).toHaveLength(list.length)
      for (const [i, answer] of answers.entries()) {
        expect(answer.version).toBe(model.version)
        checkCompletion(answer, requests[i]!, model)
      }
    })

    property('writes the same for the same streams', plans, async (list) => {
      expect(await model.generate(asked(list))).toEqual(await model.generate(asked(list)))
    })

    property('scores what it wrote as it was written', plans, async (list) => {
      const requests = asked(list.map((each) => ({ ...each, temperature: 1 })))
      const answers = await model.generate(requests)
      const scores = await model.score(
        requests.map(({ prompt, constraint }, i) => ({
          prompt,
          completion: answers[i]!.tokens,
          ...(constraint && { constraint }),
        })),
      )
      for (const [i, { logprobs }] of answers.entries())
        for (const [j, logprob] of logprobs.entries())
          expect(Math.abs(logprob - scores[i]!.logprobs[j]!)).toBeLessThan(tolerance)
    })

    property('has next-token probabilities that add up to 1', plan, async (each) => {
      const { prompt } = request(each, model)
      const scores = await model.score(
        Array.from({ length: model.tokenizer.vocabularySize }, (_, token) => ({
          prompt,
          completion: [token],
        })),
      )
      const total = scores.reduce((sum, { logprobs }) => sum + Math.exp(logprobs[0]!), 0)
      expect(Math.abs(total - 1)).toBeLessThan(100 * tolerance)
    })

    if (independent)
      property('writes the same alone as in company', plans, async (list) => {
        const together = await model.generate(asked(list))
        const fresh = await make()
        const alone: Completion[] = []
        for (const each of asked(list).toReversed()) alone.unshift(...(await fresh.generate([each])))
        expect(alone).toEqual(together)
      })

    it('refuses an empty prompt', async () => {
      const empty = { prompt: [], maxNewTokens: 1, temperature: 1, random: stream(1) }
      await expect(model.generate([empty])).rejects.toThrow(UserError)
    })

    if (saves) describeCheckpoint(make)
  })
}

/** Declares a test of a law that holds for whatever is drawn. */
function property<Drawn>(
  title: string,
  drawn: fc.Arbitrary<Drawn>,
  law: (value: Drawn) => Promise<void>,
): void {
  it(title, () => fc.assert(fc.asyncProperty(drawn, law), { numRuns }))
}

function describeCheckpoint(make: () => Model | Promise<Model>): void {
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'coevo-model-'))
  })
  afterAll(() => rm(folder, { recursive: true }))

  it('writes the same after save and load', async () => {
    const [model, other] = [await make(), await make()]
    await model.save(join(folder, 'saved'))
    await other.load(join(folder, 'saved'))
    const each: Plan = { prompt: [5, 7, 9], maxNewTokens: 6, temperature: 1, stream: 1, choices: null }
    expect(await other.generate([request(each, other)])).toEqual(await model.generate([request(each, model)]))
  })

  it('refuses to load what is no checkpoint', async () => {
    await expect((await make()).load(join(folder, 'nothing'))).rejects.toThrow(UserError)
  })
}

const numRuns = 10

/** A request for any vocabulary: tokens are taken modulo its size. */
interface Plan {
  readonly prompt: readonly number[]
  readonly maxNewTokens: number
  readonly temperature: number
  readonly stream: number
  /** The constraint's completions without their ends; null for none. */
  readonly choices: readonly (readonly number[])[] | null
}

const tokens = (minLength: number, maxLength: number) => fc.array(fc.nat(10_000), { minLength, maxLength })

const plan: fc.Arbitrary<Plan> = fc.record({
  prompt: tokens(1, 12),
  maxNewTokens: fc.integer({ min: 1, max: 6 }),
  temperature: fc.constantFrom(0, 0.5, 1, 2),
  stream: fc.nat(),
  choices: fc.option(fc.array(tokens(0, 4), { minLength: 1, maxLength: 5 })),
})

function request(each: Plan, { tokenizer }: Model): GenerateRequest {
  const reserved = [tokenizer.padding, tokenizer.endOfTurn]
  const ids = Array.from({ length: tokenizer.vocabularySize }, (_, id) => id).filter(
    (id) => !reserved.includes(id),
  )
  const inside = (list: readonly number[]) => list.map((n) => ids[n % ids.length]!)
  const { choices, stream: name, prompt, ...rest } = each
  return {
    ...rest,
    prompt: inside(prompt),
    random: stream('conformance', name),
    ...(choices && {
      constraint: new TokenTrie(choices.map((list) => [...inside(list), tokenizer.endOfTurn])),
    }),
  }
}

function checkCompletion(
  { tokens: written, logprobs, allowed, finished }: Completion,
  { maxNewTokens, constraint }: GenerateRequest,
  { tokenizer }: Model,
): void {
  expect(written.length).toBeGreaterThan(0)
  expect(written.length).toBeLessThanOrEqual(maxNewTokens)
  expect(logprobs).toHaveLength(written.length)
  expect(allowed).toHaveLength(written.length)
  expect(logprobs.every((logprob) => logprob <= 0)).toBe(true)
  if (constraint === undefined) {
    expect(allowed.every((ids) => ids === null)).toBe(true)
    expect(written.indexOf(tokenizer.endOfTurn)).toBe(finished ? written.length - 1 : -1)
    return
  }
  let node = constraint.root
  for (const [i, token] of written.entries()) {
    expect(allowed[i]).toEqual(node.tokens)
    if (node.tokens.length === 1) expect(logprobs[i]).toBe(0)
    expect(node.tokens).toContain(token)
    node = node.children[node.tokens.indexOf(token)]!
  }
  expect(finished).toBe(node.tokens.length === 0)
}
