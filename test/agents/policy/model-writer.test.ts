import { modelWriter } from 'coevo/agents/policy/model-writer'
import { stream } from 'coevo/core'
import { localModel, type Batcher } from 'coevo/model'
import { expect, test } from 'vitest'

const { tokenizer } = localModel({ vocabulary: ['yes', 'no'] })(1)

/** Writes the same, whatever it is asked. */
function writing(words: string, finished: boolean): Batcher {
  const tokens = [...tokenizer.encode(words), ...(finished ? [tokenizer.endOfTurn] : [])]
  const completion = { tokens, logprobs: tokens.map(() => -1), allowed: tokens.map(() => null), finished }
  return { model: { tokenizer }, generate: async () => completion } as unknown as Batcher
}

test('a turn says that it was cut off where it came to its limit before its end', async () => {
  const write = async (finished: boolean) => {
    const writer = modelWriter({ batcher: writing('yes yes', finished), temperature: 1, maxNewTokens: 2 })
    return writer('no', stream('writer'), null)
  }
  const [cut, whole] = [await write(false), await write(true)]
  expect([cut.text, whole.text]).toEqual(['yes yes', 'yes yes'])
  expect(cut.trace).toMatchObject({ cutOff: true })
  expect(whole.trace).not.toHaveProperty('cutOff')
})
