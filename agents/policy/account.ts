import type { ChatAnswer } from 'coevo/model'
import type { Account } from 'coevo/population'

/** The tokens of one answer; null where nobody counted them. */
export type Usage = ChatAnswer['usage']

/** An account that is written to. */
export interface OpenAccount {
  readonly add: (usage: Usage) => void
  /** So far. */
  readonly total: () => Account
}

export const NOTHING: Account = { calls: 0, promptTokens: 0, completionTokens: 0, uncounted: 0 }

/** Opens an account with nothing in it. */
export function openAccount(): OpenAccount {
  let account = NOTHING
  return {
    add(usage) {
      const { prompt, completion } = usage ?? { prompt: 0, completion: 0 }
      const one = { calls: 1, promptTokens: prompt, completionTokens: completion }
      account = together(account, { ...one, uncounted: usage === null ? 1 : 0 })
    },
    total: () => account,
  }
}

/** Adds two accounts up. */
export function together(one: Account, other: Account): Account {
  return {
    calls: one.calls + other.calls,
    promptTokens: one.promptTokens + other.promptTokens,
    completionTokens: one.completionTokens + other.completionTokens,
    uncounted: one.uncounted + other.uncounted,
  }
}
