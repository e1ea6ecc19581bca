import { stream } from 'coevo/core'
import { createBatcher, type Completion, type GenerateRequest, type Model } from 'coevo/model'
import { describe, expect, test } from 'vitest'
import { makeModel } from './models.ts'

const request = (token: number): GenerateRequest => ({
  prompt: [token],
  maxNewTokens: 1,
  temperature: 1,
  random: stream(token),
})

/** Answers with the prompt and keeps the size of each batch. */
function echo(fail = false) {
  const batches: number[] = []
  const model: Model = {
    ...({} as Model),
    name: 'echo',
    async generate(requests) {
      batches.push(requests.length)
      await new Promise((resolve) => setImmediate(resolve))
      if (fail) throw new Error('no weights')
      return requests.map(({ prompt }): Completion => {
        return { tokens: [...prompt], logprobs: [0], allowed: [null], finished: true, version: 0 }
      })
    },
  }
  return { model, batches }
}

describe('createBatcher', () => {
  test('answers what was asked at once together, and each with its own', async () => {
    const { model, batches } = echo()
    const batcher = createBatcher(model)
    const answers = await Promise.all(Array.from({ length: 50 }, (_, i) => batcher.generate(request(i))))
    expect(batches).toEqual([50])
    expect(answers.map(({ tokens }) => tokens[0])).toEqual(Array.from({ length: 50 }, (_, i) => i))
  })

  test('waits until no session can go on', async () => {
    const { model, batches } = echo()
    const batcher = createBatcher(model)
    const session = async (delay: number) => {
      for (let turn = 0; turn < 3; turn++) {
        for (let i = 0; i < delay; i++) await Promise.resolve()
        await batcher.generate(request(turn))
      }
    }
    await Promise.all([session(0), session(5), session(40)])
    expect(batches).toEqual([3, 3, 3])
  })

  test('gathers the next batch while the model works', async () => {
    const { model, batches } = echo()
    const batcher = createBatcher(model)
    const first = batcher.generate(request(1))
    await new Promise((resolve) => setImmediate(resolve))
    const rest = [batcher.generate(request(2)), batcher.generate(request(3))]
    await Promise.all([first, ...rest])
    expect(batches).toEqual([1, 2])
  })

  test('tells every session of a failure, and works again afterwards', async () => {
    const { model, batches } = echo(true)
    const batcher = createBatcher(model)
    const failed = await Promise.allSettled([batcher.generate(request(1)), batcher.generate(request(2))])
    expect(failed.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    await expect(batcher.generate(request(3))).rejects.toThrow('no weights')
    expect(batches).toEqual([2, 1])
  })

  test('gives what the model gives', async () => {
    const model = makeModel()
    const batcher = createBatcher(model)
    const batched = await Promise.all([3, 4, 5].map((token) => batcher.generate(request(token))))
    expect(batched).toEqual(await makeModel().generate([3, 4, 5].map(request)))
  })
})
