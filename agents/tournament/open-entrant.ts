import { lookUp, readOptions, UserError, type OptionValues } from 'coevo/core'
import { z } from 'zod'
import { readAgent, type AgentText } from './agent-text.ts'
import { chatSettings, openChat } from './chat-entrant.ts'
import { checkpointSettings, openCheckpoint } from './checkpoint-entrant.ts'
import { commandSettings, openCommand } from './command/command-entrant.ts'
import { delegate } from './delegate.ts'
import type { Conversation, Entrant } from './entrant.ts'
import { openFile } from './file-entrant.ts'
import { namedPolicies, namedPolicy } from '../policy/named-policy.ts'
import { personEntrant } from '../policy/person.ts'
import { policyEntrant } from './policy-entrant.ts'
import { parseIllegalRule } from '../match/illegal-rule.ts'

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
  /** What may be set behind '?' beside the rule. */
  readonly settings?: z.ZodObject
  open(name: string, argument: string, premises: Premises, settings: OptionValues): Entrant | Promise<Entrant>
}

/** The kinds of agents beside `namedPolicies`, by the word that their names begin with. */
export const entrantKinds: Readonly<Record<string, EntrantKind>> = {
  checkpoint: {
    form: 'checkpoint:DIR',
    description: "a model: its folder, or a run's whose newest checkpoint holds one model",
    settings: checkpointSettings,
    open: (name, folder, _, settings) => openCheckpoint(name, folder, checkpointSettings.parse(settings)),
  },
  policy: {
    form: 'policy:FILE',
    description: "a policy that 'coevo solve --out FILE' wrote",
    open: (name, file) => policyEntrant(name, file),
  },
  openai: {
    form: 'openai:MODEL@http://HOST:PORT/v1',
    description: 'a model on a server with the OpenAI-compatible API; its key, if any, in OPENAI_API_KEY',
    settings: chatSettings,
    open: (name, argument, { decision }, settings) =>
      openChat(name, argument, { decision, ...chatSettings.parse(settings) }),
  },
  cmd: {
    form: 'cmd:COMMAND',
    description: 'a command that reads questions and writes answers, a line of JSON each',
    settings: commandSettings,
    open: (name, command, { decision }, settings) =>
      openCommand(name, command, { decision, ...commandSettings.parse(settings) }),
  },
  file: {
    form: './AGENT.ts',
    description: 'an agent of your own: the default export of a .ts or .js file',
    open: (_, path) => openFile(path),
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

const PATH = /^[^:]*[/\\][^:]*\.[cm]?[jt]s$|^[^:]+\.[cm]?[jt]s$/

/** What can be set of every agent. */
const common = z.object({ rule: z.string().optional() })

/**
 * Opens an agent by its name: one of `namedPolicies`, as an `EntrantKind` says, or the path of a file. It may be given
 * a label before it and settings behind it: 'mine=checkpoint:runs/x?temperature=0&rule=constrain'.
 *
 * @throws UserError for a name or a setting that is none, and where what it names is not there.
 */
export async function openEntrant(text: string, premises: Premises = {}): Promise<Entrant> {
  const read = readAgent(text)
  const { who, label, query } = read
  const [word, argument = ''] = (PATH.test(who) ? `file:${who}` : who).split(/:(.*)/s) as [string, string?]
  const kinds = Object.fromEntries(Object.keys(namedPolicies).map((each) => [each, null]))
  const kind = lookUp<EntrantKind | null>('agent', word, { ...kinds, ...entrantKinds })
  const { rule, ...settings } = settingsOf(read, kind)
  if (typeof rule === 'string') parseIllegalRule(rule)
  if (kind !== null && argument === '' && kind.form !== word)
    throw new UserError(`'${who}' is only the beginning of a name: write ${kind.form}.`)
  const opened: Entrant =
    kind === null
      ? { name: who, seat: (game) => namedPolicy(game, who) }
      : await kind.open(label ?? who, argument, premises, settings)
  return {
    ...delegate(opened),
    name: label ?? opened.name + query,
    source: text,
    ...(typeof rule === 'string' && { rule }),
  }
}

function settingsOf({ who, settings }: AgentText, kind: EntrantKind | null): OptionValues {
  const schema = common.extend(kind?.settings?.shape ?? {})
  return readOptions({ kind: 'agent', name: who, word: 'setting', schema }, settings)
}
