import { describe, expect, it } from 'vitest'
import { localModel } from 'coevo/model'

const make = (seed: number) => localModel({ vocabulary: ['a', 'b', 'a', 'c'], size: 'nano' })(seed)

describe('localModel', () => {
  it('draws the weights from the seed', () => {
    expect(make(1).weights.current).toEqual(make(1).weights.current)
    expect(make(2).weights.current).not.toEqual(make(1).weights.current)
  })

  it('has each word once, and the size that was asked for', () => {
    const { tokenizer, config } = make(1)
    expect(tokenizer.encode('a b c')).toEqual([2, 3, 4])
    expect(config).toMatchObject({ vocabularySize: 5, width: 32, layers: 2 })
    expect(localModel({ vocabulary: ['a'], knobs: { layers: 1 } })(1).config).toMatchObject({
      width: 64,
      layers: 1,
    })
  })
})
