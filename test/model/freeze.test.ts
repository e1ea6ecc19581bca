import { localModel } from 'coevo'
import { expect, test } from 'vitest'

test('a frozen copy keeps the weights and the version that the model had', async () => {
  const model = localModel({ vocabulary: ['a', 'b', 'c'], size: 'tiny' })(1)
  const request = { prompt: model.tokenizer.encode('a b'), completion: model.tokenizer.encode('c') }
  const before = await model.score([request])
  const copy = model.freeze('copy')
  model.weights.current[0]! += 1
  model.weights.current.reverse()
  model.weightsChanged()
  expect(await copy.score([request])).toEqual(before)
  expect(await model.score([request])).not.toEqual(before)
  expect([copy.name, copy.version, model.version]).toEqual(['copy', 0, 1])
})
