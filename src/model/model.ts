import type { Random } from '../core/index.ts'
import type { TokenTrie } from './trie.ts'

/** One request for a completion. Its result depends on nothing but itself and the weights. */
export interface GenerateRequest {
  /** Token ids, at least one. */
  readonly prompt: readonly number[]
  readonly maxNewTokens: number
  /** 0 is greedy, with probability 1 and without a draw; 1 samples the model's own distribution. */
  readonly temperature: number
  /**
   * The request's own stream, named by (run seed, session, role, turn), and used for nothing else: how many
   * numbers are drawn from it is not said.
   */
  readonly random: Random
  /**
   * The completions that are allowed. Probabilities are those under the constraint; where it leaves one token,
   * that has probability 1.
   */
  readonly constraint?: TokenTrie
}

export interface Completion {
  /** The chosen tokens; the end-of-turn token is included when it was chosen. */
  readonly tokens: readonly number[]
  /** Per token, ln of its probability under temperature and constraint when it was chosen (≤ 0). */
  readonly logprobs: readonly number[]
  /** Per token, the ids it was chosen among; null where the whole vocabulary was open. */
  readonly allowed: readonly (readonly number[] | null)[]
  /** False when maxNewTokens cut it off. */
  readonly finished: boolean
  /** The version of the weights that wrote it. */
  readonly version: number
}

/** A sequence to score: the ln-probability of each completion token given what precedes it. */
export interface ScoreRequest {
  readonly prompt: readonly number[]
  readonly completion: readonly number[]
  readonly constraint?: TokenTrie
}

export interface Score {
  /** Per completion token, at temperature 1, under the constraint (≤ 0). */
  readonly logprobs: readonly number[]
}

/** Text ↔ token ids. */
export interface Tokenizer {
  readonly vocabularySize: number
  readonly endOfTurn: number
  readonly padding: number
  /** @throws UserError naming a word that the vocabulary lacks. */
  encode(text: string): number[]
  decode(tokens: readonly number[]): string
}

/** Weights and a tokenizer. Every back end passes `describeModel`. */
export interface Model {
  readonly name: string
  readonly tokenizer: Tokenizer
  /** Counts the changes of the weights: 0 for a fresh model, a checkpoint's own count for a loaded one. */
  readonly version: number
  /** Answers all requests together; the answers are in their order. */
  generate(requests: readonly GenerateRequest[]): Promise<Completion[]>
  score(requests: readonly ScoreRequest[]): Promise<Score[]>
  /** Writes a checkpoint folder. */
  save(folder: string): Promise<void>
  /** Replaces the weights from a checkpoint folder. @throws UserError when shapes or vocabulary differ. */
  load(folder: string): Promise<void>
  /** Returns a model of its own that has the weights as they are now and keeps them. Not every back end can. */
  freeze?(name: string): Model
  /** Frees memory; the model can be used again. */
  release?(): Promise<void>
}
