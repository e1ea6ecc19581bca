import type { Json, Random } from 'coevo/core'
import { createBatcher, type Batcher, type Model, type Tokenizer } from 'coevo/model'
import type { Task } from 'coevo/task'
import { modelWriter } from './model-writer.ts'
import type { Decision } from './policy.ts'

/** What a policy in the same process may know beside the text that it reads. */
export interface About<Problem extends Json> {
  /** Null where there is none: it is still to be posed, or what was posed is no problem. */
  readonly problem: Problem | null
  /** Counts from 0. */
  readonly attempt: number
  /** The session's number. */
  readonly session: number
}

/** A policy over texts that no learner trains: an oracle, a script, a person. */
export interface TextPolicy<Problem extends Json = Json> {
  readonly name: string
  /** Answers a text. `random` is the answer's own stream. */
  say(prompt: string, random: Random, about: About<Problem>): string | Promise<string>
}

/** A model of the scenario's, and how it is asked. What is left out is as the session has it. */
export interface ModelSpeaker<Name extends string, Problem extends Json = Json> {
  readonly model: Name
  /** 0 is greedy; 1 samples the model's own distribution. */
  readonly temperature?: number
  readonly maxNewTokens?: number
  /** All that it may write, where that is little: the words of a verdict. */
  readonly texts?: readonly string[] | ((problem: Problem) => readonly string[])
}

/** Who speaks in a session: a model by its name in the scenario, or a policy over texts. */
export type Speaker<Name extends string, Problem extends Json = Json> =
  | ModelSpeaker<Name, Problem>
  | TextPolicy<Problem>

/** Makes a speaker that solves every problem as the task itself does. */
export function oracle<Problem extends Json>(task: Task<Problem, never>): TextPolicy<Problem> {
  return {
    name: 'oracle',
    say: (_prompt, _random, { problem }) => (problem === null ? '' : task.solve(problem)),
  }
}

/** Says something to a prompt: with a trace where a model did. */
export type Voice<Problem extends Json> = (
  prompt: string,
  random: Random,
  about: About<Problem>,
) => Decision | Promise<Decision>

/** How models are asked where a speaker does not say. */
export interface Manner {
  readonly temperature: number
  readonly maxNewTokens: number
}

/**
 * Gives speakers their voices for a round: those of one model share its batches.
 *
 * @returns by role
 */
export function voicesOf<Name extends string, Problem extends Json>(
  speakers: Readonly<Record<string, Speaker<Name, Problem>>>,
  models: Readonly<Record<Name, Model>>,
  manner: Manner,
): Readonly<Record<string, Voice<Problem>>> {
  const batchers = new Map<Name, Batcher>()
  const batcherOf = (name: Name) => {
    const batcher = batchers.get(name) ?? createBatcher(models[name])
    batchers.set(name, batcher)
    return batcher
  }
  const voices = Object.entries(speakers).map(([role, speaker]) => {
    const voice =
      'say' in speaker ? voiceOfPolicy(speaker) : voiceOfModel(speaker, batcherOf(speaker.model), manner)
    return [role, voice] as const
  })
  return Object.fromEntries(voices)
}

function voiceOfPolicy<Problem extends Json>(policy: TextPolicy<Problem>): Voice<Problem> {
  const plain = (text: string): Decision => ({ text, trace: null })
  return (...given) => {
    const said = policy.say(...given)
    return typeof said === 'string' ? plain(said) : said.then(plain)
  }
}

function voiceOfModel<Problem extends Json>(
  speaker: ModelSpeaker<string, Problem>,
  batcher: Batcher,
  manner: Manner,
): Voice<Problem> {
  const { temperature = manner.temperature, maxNewTokens = manner.maxNewTokens, texts = null } = speaker
  const write = modelWriter({ batcher, temperature, maxNewTokens })
  const readable = withoutSpecials(batcher.model.tokenizer)
  return (prompt, random, { problem }) => {
    const allowed = typeof texts !== 'function' ? texts : problem === null ? null : texts(problem)
    return write(readable(prompt), random, allowed)
  }
}

/** Takes out of a text what models may write and none can read: the marks of padding and of a turn's end. */
export function withoutSpecials(tokenizer: Tokenizer): (text: string) => string {
  const marks = [tokenizer.padding, tokenizer.endOfTurn]
    .map((token) => tokenizer.decode([token]).trim())
    .filter((mark) => mark !== '')
  return (text) => marks.reduce((rest, mark) => rest.replaceAll(mark, ' '), text)
}
