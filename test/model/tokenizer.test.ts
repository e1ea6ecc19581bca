import { fc, test } from '@fast-check/vitest'
import { Tokenizer as PublicTokenizer } from '@huggingface/tokenizers'
import { UserError } from 'coevo/core'
import { WordTokenizer } from 'coevo/model'
import { describe, expect, it } from 'vitest'
import { fromTokenizerJson, toTokenizerConfig, toTokenizerJson } from '../../src/model/huggingface.ts'

const word = fc
  .string({ minLength: 1, maxLength: 8, unit: 'grapheme' })
  .filter((text) => /^\S+$/.test(text) && !text.includes('<pad>') && !text.includes('<end>'))
const vocabulary = fc.uniqueArray(word, { minLength: 1, maxLength: 12 })
const tokenizerAndText = vocabulary.chain((words) =>
  fc.record({
    tokenizer: fc.constant(new WordTokenizer(words)),
    said: fc.array(fc.constantFrom(...words), { maxLength: 10 }),
  }),
)

describe('WordTokenizer', () => {
  test.prop([tokenizerAndText])('decodes what it encoded', ({ tokenizer, said }) => {
    expect(tokenizer.decode(tokenizer.encode(said.join(' ')))).toBe(said.join(' '))
  })

  test.prop([tokenizerAndText])(
    'is read by @huggingface/tokenizers to the same ids',
    ({ tokenizer, said }) => {
      const json = JSON.parse(JSON.stringify(toTokenizerJson(tokenizer))) as object
      const other = new PublicTokenizer(json, toTokenizerConfig(64))
      const ids = tokenizer.encode(said.join(' '))
      expect(other.encode(said.join(' ')).ids).toEqual(ids)
      if (ids.length > 0) expect(other.decode(ids)).toBe(said.join(' '))
    },
  )

  test.prop([vocabulary])('survives tokenizer.json', (words) => {
    const read = fromTokenizerJson(JSON.stringify(toTokenizerJson(new WordTokenizer(words))), 'file')
    expect(read.words).toEqual(['<pad>', '<end>', ...words])
  })

  const tokenizer = new WordTokenizer(['bet', 'pass'])
  it.for([
    ['a word that the vocabulary lacks', 'bett', "lacks the word 'bett' (it has 'bet')"],
    ['the end of the turn', 'bet <end>', "lacks the word '<end>'"],
    ['what objects inherit', 'constructor', "lacks the word 'constructor'"],
    ['a text without end', 'bet '.repeat(300_000), 'is too long'],
  ] as const)('refuses to encode %s', ([, text, message]) => {
    expect(() => tokenizer.encode(text)).toThrow(UserError)
    expect(() => tokenizer.encode(text)).toThrow(message)
  })

  it.for([[['bet', 'bet']], [['']], [['a b']], [['<pad>']], [['x<end>']]])(
    'refuses the vocabulary %j',
    ([words]) => expect(() => new WordTokenizer(words!)).toThrow(UserError),
  )

  it('refuses to decode what is no token', () => expect(() => tokenizer.decode([4])).toThrow('no token 4'))

  it.for([
    'no json',
    '{}',
    '{"model":{"type":"BPE","vocab":{}}}',
    '{"model":{"type":"WordLevel","vocab":{"a":0}}}',
  ])('refuses the file %s', (text) =>
    expect(() => fromTokenizerJson(text, 'tokenizer.json')).toThrow(UserError),
  )
})
