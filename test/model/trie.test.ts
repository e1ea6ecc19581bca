import { fc, test } from '@fast-check/vitest'
import { UserError } from 'coevo/core'
import { TokenTrie, WordTokenizer, type TrieNode } from 'coevo/model'
import { describe, expect, it } from 'vitest'

const end = 9
const completions = fc.array(
  fc.array(fc.nat(8), { maxLength: 4 }).map((tokens) => [...tokens, end]),
  { minLength: 1, maxLength: 12 },
)

/** Every way through a trie. */
function paths(node: TrieNode): number[][] {
  if (node.tokens.length === 0) return [[]]
  return node.tokens.flatMap((token, i) => paths(node.children[i]!).map((rest) => [token, ...rest]))
}

const sorted = (lists: readonly (readonly number[])[]) =>
  [...new Set(lists.map((list) => list.join()))].toSorted()

describe('TokenTrie', () => {
  test.prop([completions])('holds exactly its completions', (lists) => {
    const trie = new TokenTrie(lists)
    expect(sorted(paths(trie.root))).toEqual(sorted(lists))
    expect(paths(trie.root)).toHaveLength(sorted(lists).length)
    expect(trie.depth).toBe(Math.max(...lists.map(({ length }) => length)))
  })

  test.prop([completions])('offers its tokens in ascending order', (lists) => {
    const visit = ({ tokens, children }: TrieNode): void => {
      for (let i = 1; i < tokens.length; i++) expect(tokens[i]).toBeGreaterThan(tokens[i - 1]!)
      children.forEach(visit)
    }
    visit(new TokenTrie(lists).root)
  })

  test.prop([completions, completions])('has a key that tells tries apart', (a, b) => {
    expect(new TokenTrie(a).key === new TokenTrie(b).key).toBe(sorted(a).join('|') === sorted(b).join('|'))
    expect(new TokenTrie(a.toReversed()).key).toBe(new TokenTrie(a).key)
  })

  it('ends each text with the end of the turn', () => {
    const tokenizer = new WordTokenizer(['bet', 'pass', 'twice'])
    const trie = TokenTrie.fromTexts(tokenizer, ['bet', 'bet twice', 'pass'])
    expect(paths(trie.root)).toEqual([
      [2, 1],
      [2, 4, 1],
      [3, 1],
    ])
  })

  it.for([
    ['nothing', []],
    ['an empty completion', [[]]],
    ['a completion that begins another', [[1], [1, 2]]],
  ] as const)('refuses %s', ([, lists]) => expect(() => new TokenTrie(lists)).toThrow(UserError))
})
