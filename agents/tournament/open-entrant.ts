import { lookUp, UserError } from 'coevo/core'
import { openChat } from './chat-entrant.ts'
import { openCheckpoint } from './checkpoint-entrant.ts'
import type { Conversation, Entrant } from './entrant.ts'
import { namedPolicies, namedPolicy } from '../policy/named-policy.ts'
import { personEntrant } from '../policy/person.ts'
import { policyEntrant } from './policy-entrant.ts'

/** Where an agent's name does not say all that it needs. */
export interface Premises {
  /** With it, a person can take part. */
  readonly conversation?: Conversation | undefined
  /** Milliseconds that an agent may take for a move. */
  readonly decision?: number | undefined
}

/** A kind of agent whose name goes on with what only the user can say. */
export interface EntrantKind {
  /** 'checkpoint:DIR' */
  readonly form: string
  readonly description: string
  open(name: string, argument: string, premises: Premises): Entrant | Promise<Entrant>
}

/** The kinds of agents beside `namedPolicies`, by the word that their names begin with. */
export const entrantKinds: Readonly<Record<string, EntrantKind>> = {
  checkpoint: {
    form: 'checkpoint:DIR',
    description: "a model: its folder, or a run's whose newest checkpoint holds one model",
    open: (name, folder) => openCheckpoint(name, folder),
  },
  policy: {
    form: 'policy:FILE',
    description: "a policy that 'coevo solve --out FILE' wrote",
    open: (name, file) => policyEntrant(name, file),
  },
  openai: {
    form: 'openai:MODEL@http://HOST:PORT/v1',
    description: 'a model on a server with the OpenAI-compatible API; its key, if any, in OPENAI_API_KEY',
    open: (name, argument, { decision }) => openChat(name, argument, decision),
  },
  human: {
    form: 'human',
    description: 'whoever sits at the terminal',
    open(name, argument, { conversation }) {
      if (argument !== '') throw new UserError(`A person has no name: write 'human' for '${name}'.`)
      if (conversation !== undefined) return personEntrant(conversation)
      throw new UserError(
        "'human' needs somebody at a terminal: leave it out where input or output goes elsewhere.",
      )
    },
  },
}

/**
 * Opens an agent by its name: one of `namedPolicies`, or as an `EntrantKind` says.
 *
 * @throws UserError for a name that is none, and where what it names is not there.
 */
export async function openEntrant(name: string, premises: Premises = {}): Promise<Entrant> {
  const [word, argument = ''] = name.split(/:(.*)/s) as [string, string | undefined]
  const kinds = Object.fromEntries(Object.keys(namedPolicies).map((each) => [each, null]))
  const kind = lookUp<EntrantKind | null>('agent', word, { ...kinds, ...entrantKinds })
  if (kind === null) return { name, seat: (game) => namedPolicy(game, name) }
  if (argument === '' && kind.form !== word)
    throw new UserError(`'${name}' is only the beginning of a name: write ${kind.form}.`)
  return kind.open(name, argument, premises)
}
