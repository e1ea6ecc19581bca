import { UserError } from '../core/index.ts'
import type { Tokenizer } from './model.ts'

/** A place in a trie: the tokens that may come next, ascending, and where each leads. */
export interface TrieNode {
  readonly tokens: readonly number[]
  readonly children: readonly TrieNode[]
}

/**
 * The completions that are allowed, as a trie over token ids.
 *
 * A completion ends where the trie does; none may be the beginning of another.
 */
export class TokenTrie {
  readonly root: TrieNode
  /** Every completion in order: equal tries have equal keys. */
  readonly key: string
  /** The length of the longest completion. */
  readonly depth: number
  /** The largest token id. */
  readonly largest: number

  /** @throws UserError when there is no completion, an empty one, or one that begins another. */
  constructor(completions: readonly (readonly number[])[]) {
    if (completions.length === 0) throw new UserError('A constraint must allow at least one completion.')
    const sorted = completions.toSorted(compare)
    const unique = sorted.filter((completion, i) => i === 0 || compare(completion, sorted[i - 1]!) !== 0)
    this.root = build(unique, 0)
    this.depth = Math.max(...unique.map(({ length }) => length))
    this.largest = Math.max(...unique.map((completion) => Math.max(...completion)))
    this.key = unique.map((completion) => completion.join()).join(';')
  }

  /** Allows these texts, each followed by the end of the turn. */
  static fromTexts(tokenizer: Tokenizer, texts: readonly string[]): TokenTrie {
    return new TokenTrie(texts.map((text) => [...tokenizer.encode(text), tokenizer.endOfTurn]))
  }
}

/** Where a token leads; undefined where it is not allowed. */
export function childOf(node: TrieNode, token: number): TrieNode | undefined {
  const index = node.tokens.indexOf(token)
  return index < 0 ? undefined : node.children[index]!
}

function build(completions: readonly (readonly number[])[], depth: number): TrieNode {
  const [first] = completions
  if (first!.length === depth) {
    if (completions.length > 1 || depth === 0)
      throw new UserError(
        `The completion [${first!.join(', ')}] is empty or begins another, so that its end would be unclear.`,
      )
    return { tokens: [], children: [] }
  }
  const tokens: number[] = []
  const children: TrieNode[] = []
  for (let start = 0; start < completions.length;) {
    const token = completions[start]![depth]!
    let end = start + 1
    while (end < completions.length && completions[end]![depth] === token) end++
    tokens.push(token)
    children.push(build(completions.slice(start, end), depth + 1))
    start = end
  }
  return { tokens, children }
}

function compare(a: readonly number[], b: readonly number[]): number {
  for (let i = 0; i < Math.min(a.length, b.length); i++) if (a[i] !== b[i]) return a[i]! - b[i]!
  return a.length - b.length
}
