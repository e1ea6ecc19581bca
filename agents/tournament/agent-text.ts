import { UserError } from 'coevo/core'

/** An agent as it is named on the command line: '[LABEL=]WHO[?SETTING=VALUE&…]'. */
export interface AgentText {
  /** What it is to be called; null where that is its own name. */
  readonly label: string | null
  /** Without label and settings: 'openai:qwen3@http://localhost:8000/v1'. */
  readonly who: string
  /** As they are written, with the '?' before them; empty where there are none. */
  readonly query: string
  readonly settings: Readonly<Record<string, string>>
}

/** A label ends before what a name, a path or settings begin with. */
const LABEL = /^([^\s:?=/\\@.,'"][^:?=/\\@,'"]*)=(.+)$/s
const QUERY = /\?([\w-]+=[^&]*(?:&[\w-]+=[^&]*)*)$/s

/**
 * Reads how an agent is named: 'mine=checkpoint:runs/x?temperature=0'. Values may be written with % as in addresses.
 *
 * @throws UserError for a setting that stands there twice, or whose % is none.
 */
export function readAgent(text: string): AgentText {
  const [, label = null, rest = text] = LABEL.exec(text) ?? []
  const found = QUERY.exec(rest)
  const query = found?.[0] ?? ''
  const who = rest.slice(0, rest.length - query.length)
  const pairs = (found?.[1] ?? '')
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => {
      const at = pair.indexOf('=')
      return [pair.slice(0, at), decoded(pair.slice(at + 1), who)] as const
    })
  for (const [i, [key]] of pairs.entries())
    if (pairs.findIndex(([other]) => other === key) < i)
      throw new UserError(`The agent '${who}' is given '${key}' twice: give it once.`)
  return { label: label?.trim() ?? null, who, query, settings: Object.fromEntries(pairs) }
}

function decoded(value: string, who: string): string {
  try {
    return decodeURIComponent(value)
  } catch {
    throw new UserError(
      `A setting of the agent '${who}' holds a '%' that stands for nothing: write %25 for the sign itself.`,
    )
  }
}
