import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { UserError } from '../core/index.ts'
import { loadTokenizer, type WordTokenizer } from '../model/index.ts'
import type { RecordedRun } from '../store/index.ts'

/** Writes a token of a model as text: '#12' where nobody knows it. */
export type TokenReader = (model: string | null, token: number) => string

/**
 * Reads tokens by the tokenizers of a run's newest checkpoint. What no model of the run wrote, an earlier one's
 * frozen weights say, is read by the only tokenizer where there is but one.
 */
export function tokenReader(run: RecordedRun): { readonly read: TokenReader; readonly known: boolean } {
  const tokenizers = tokenizersIn(run.checkpoints().at(-1)?.folder)
  const [only, ...others] = tokenizers.values()
  const shared = others.every((other) => other.words.join('\n') === only!.words.join('\n')) ? only : undefined
  return {
    known: only !== undefined,
    read(model, token) {
      const tokenizer = (model === null ? undefined : tokenizers.get(model)) ?? shared
      return tokenizer?.words[token] ?? `#${token}`
    },
  }
}

function tokenizersIn(checkpoint: string | undefined): ReadonlyMap<string, WordTokenizer> {
  const models = checkpoint === undefined ? '' : join(checkpoint, 'models')
  if (!existsSync(models)) return new Map()
  return new Map(
    readdirSync(models).flatMap((name) => {
      try {
        return [[name, loadTokenizer(join(models, name))] as const]
      } catch (error) {
        if (error instanceof UserError) return []
        throw error
      }
    }),
  )
}
