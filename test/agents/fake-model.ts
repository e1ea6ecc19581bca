import type { Game } from 'coevo/game'
import { WordTokenizer, type Completion, type GenerateRequest, type Model, type TrieNode } from 'coevo/model'

/** A model without weights: it writes what `answer` says, or one of the allowed completions, each alike. */
export function fakeModel(
  game: Game,
  answer?: (prompt: string) => string,
): Model & { readonly batches: number[] } {
  const tokenizer = new WordTokenizer([...new Set([...game.vocabulary, 'gibberish'])])
  const batches: number[] = []
  const unused = () => Promise.reject(new Error('not part of this fake'))
  return {
    name: 'fake',
    tokenizer,
    version: 0,
    batches,
    async generate(requests) {
      batches.push(requests.length)
      await Promise.resolve()
      return requests.map((request) =>
        answer === undefined || request.constraint !== undefined
          ? walk(request)
          : write([...tokenizer.encode(answer(tokenizer.decode(request.prompt))), tokenizer.endOfTurn]),
      )
    },
    score: unused,
    save: unused,
    load: unused,
  }
}

function write(tokens: readonly number[]): Completion {
  return {
    tokens,
    logprobs: tokens.map(() => -1),
    allowed: tokens.map(() => null),
    finished: true,
    version: 0,
  }
}

function walk({ constraint, random }: GenerateRequest): Completion {
  const tokens: number[] = []
  const allowed: (readonly number[])[] = []
  for (let node: TrieNode = constraint!.root; node.tokens.length > 0;) {
    const choice = random.int(node.tokens.length)
    tokens.push(node.tokens[choice]!)
    allowed.push(node.tokens)
    node = node.children[choice]!
  }
  return {
    tokens,
    logprobs: allowed.map(({ length }) => -Math.log(length)),
    allowed,
    finished: true,
    version: 0,
  }
}
