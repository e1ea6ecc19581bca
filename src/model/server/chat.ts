import { setTimeout as wait } from 'node:timers/promises'
import { nearest, oneLine, UserError, type Random } from '../../core/index.ts'
import { z } from 'zod'
import { ask, NoAnswer, type Reply } from './exchange.ts'

/** One message of a conversation with a model. */
export interface ChatMessage {
  readonly role: 'system' | 'user' | 'assistant'
  readonly content: string
}

/** How a question is answered. */
export interface ChatSettings {
  /** Tokens that the model may write, its thoughts included. */
  readonly maxTokens: number
  /** 0 is greedy; 1 samples the model's own distribution. */
  readonly temperature: number
  /** Draws the seed that the server is told, and how long to wait before asking again. */
  readonly random: Random
}

/** A model on a server: texts go in, a text comes out, and its tokens stay there. */
export interface ChatModel {
  /** As the server calls it. */
  readonly model: string
  /** Where the server is. */
  readonly url: string
  /**
   * Returns what the model answers, which may be nothing and may be long.
   *
   * @throws UserError that says in a sentence what is wrong and what to do, never with the key in it.
   */
  answer(messages: readonly ChatMessage[], settings: ChatSettings): Promise<string>
}

/** Where a model is served, and how patiently it is asked. */
export interface ChatOptions {
  readonly model: string
  /** The address before '/chat/completions': 'http://localhost:8000/v1'. */
  readonly url: string
  /** Sent as a bearer token. */
  readonly key?: string | undefined
  /** Milliseconds that a question may take, with all that is asked again. Default 45,000. */
  readonly timeout?: number
  /** How often a question is asked again after what may pass: a refused or broken connection, a busy server. Default 3. */
  readonly retries?: number
  /** The first pause before asking again, in milliseconds, on average; each is twice the one before. Default 250. */
  readonly pause?: number
}

/** No pause is longer, whatever the server wants, in milliseconds. */
const LONGEST_PAUSE = 10_000
/** Of a sentence that the server says, and of the models that it has, so much is shown. */
const SHOWN = 200

const answerSchema = z.object({
  choices: z.tuple([z.object({ message: z.object({ content: z.string().nullish() }) })]).rest(z.unknown()),
})
const complaintSchema = z.object({ error: z.union([z.string(), z.object({ message: z.string() })]) })
const modelsSchema = z.object({ data: z.array(z.object({ id: z.string() })) })

/**
 * What not every server takes: a question that is refused with one of these words in the complaint is asked
 * again without it.
 */
const OPTIONAL = ['max_tokens', 'temperature', 'seed'] as const

/**
 * Opens a model behind the OpenAI-compatible chat completions that vLLM, SGLang, llama.cpp, Ollama and hosted
 * services offer. Nothing is asked before the first question.
 *
 * @throws UserError for an address that is none or holds a secret, and for a key that cannot be sent.
 */
export function chatModel(options: ChatOptions): ChatModel {
  const { model, timeout = 45_000, retries = 3, pause = 250 } = options
  const url = readAddress(options.url)
  const key = readKey(options.key)
  const headers = {
    'content-type': 'application/json',
    ...(key !== '' && { authorization: `Bearer ${key}` }),
  }
  const hide = (text: string) => oneLine(key === '' ? text : text.replaceAll(key, '…'), SHOWN)
  const server = `The model server at '${url}'`
  const refused = new Set<(typeof OPTIONAL)[number]>()

  const bodyOf = (messages: readonly ChatMessage[], { maxTokens, temperature }: ChatSettings, seed: number) =>
    JSON.stringify({
      model,
      messages,
      stream: false,
      ...(refused.has('max_tokens') ? { max_completion_tokens: maxTokens } : { max_tokens: maxTokens }),
      ...(!refused.has('temperature') && { temperature }),
      ...(!refused.has('seed') && { seed }),
    })

  async function answer(messages: readonly ChatMessage[], settings: ChatSettings): Promise<string> {
    const { random } = settings
    const seed = random.int(2 ** 31)
    const signal = AbortSignal.timeout(timeout)
    try {
      for (let tries = 0; ; tries++) {
        let reply: Reply | null = null
        try {
          const body = bodyOf(messages, settings, seed)
          reply = await ask(`${url}/chat/completions`, { method: 'POST', headers, body, signal })
          if (reply.status === 200) return contentOf(reply)
          if (mendRequest(reply)) continue
          if (!mayPass(reply.status)) throw await refusal(reply, signal)
        } catch (error) {
          if (!(error instanceof NoAnswer) || !error.mayPass) throw error
          if (tries >= retries) throw error
        }
        if (tries >= retries) throw await refusal(reply!, signal)
        const longest = Math.min(LONGEST_PAUSE, 2 * pause * 2 ** tries)
        // Those who were refused together do not come back together.
        const own = longest * random.uniform()
        await wait(Math.min(LONGEST_PAUSE, Math.max(own, reply?.pause ?? 0)), undefined, { signal })
      }
    } catch (error) {
      if (error instanceof UserError) throw error
      if (error instanceof NoAnswer)
        throw new UserError(
          `${error.nobody ? `No model server answers at '${url}'` : `${server} ${error.what}`}: ${error.remedy}.`,
        )
      if (signal.aborted)
        throw new UserError(
          `${server} did not answer within ${timeout / 1000} s: give it more time, or ask less of it at once.`,
        )
      throw error
    }
  }

  function contentOf({ body }: Reply): string {
    const read = answerSchema.safeParse(parse(body))
    if (read.success) return read.data.choices[0].message.content ?? ''
    throw new UserError(
      `${server} answers with something else than a chat completion: is it OpenAI-compatible, and the address complete (.../v1)?`,
    )
  }

  /** Leaves out what the server does not take; true where that is worth another try. */
  function mendRequest({ status, body }: Reply): boolean {
    if (status !== 400 && status !== 422) return false
    const unwanted = OPTIONAL.find((name) => !refused.has(name) && complaintOf(body).includes(name))
    if (unwanted !== undefined) refused.add(unwanted)
    return unwanted !== undefined
  }

  async function refusal({ status, body }: Reply, signal: AbortSignal): Promise<UserError> {
    if (status === 401 || status === 403)
      return new UserError(
        `${server} refuses ${key === '' ? 'whoever has no key' : 'the key'} (${status}): put one that it takes in OPENAI_API_KEY.`,
      )
    if (status === 429)
      return new UserError(`${server} is asked too much (429): wait, or ask less of it at once.`)
    if (status === 404) return unknownModel(signal)
    const said = hide(complaintOf(body))
    return new UserError(
      `${server} answers with status ${status}${said === '' ? '' : ` ('${said}')`}: see what it logs, or mend the address.`,
    )
  }

  async function unknownModel(signal: AbortSignal): Promise<UserError> {
    const reply = await ask(`${url}/models`, { headers, signal }).catch(() => null)
    const read = modelsSchema.safeParse(parse(reply?.body ?? ''))
    const names = read.success ? read.data.data.map(({ id }) => id) : []
    if (names.length === 0 || names.includes(model))
      return new UserError(
        `${server} knows neither the model '${model}' nor, perhaps, the address (404): is '/v1' missing at its end?`,
      )
    const near = nearest(model, names)
    return new UserError(
      `${server} has no model '${model}'${near === undefined ? '.' : `; did you mean '${oneLine(near)}'?`} It has: ${hide(names.join(', '))}.`,
    )
  }

  return { model, url, answer }
}

/** Too busy, too early, or broken for a moment. */
function mayPass(status: number): boolean {
  return status === 408 || status === 425 || status === 429 || status >= 500
}

function complaintOf(body: string): string {
  const read = complaintSchema.safeParse(parse(body))
  if (!read.success) return ''
  return typeof read.data.error === 'string' ? read.data.error : read.data.error.message
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function readAddress(text: string): string {
  const url = URL.parse(text)
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:'))
    throw new UserError(
      `'${oneLine(text)}' is no address of a model server: write one such as http://localhost:8000/v1.`,
    )
  // Addresses are shown, and recorded in names.
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '')
    throw new UserError(
      `The address of the model server at '${url.host}' must end with its path: leave out what stands before '@' and from '?' on, and put the key in OPENAI_API_KEY.`,
    )
  return url.href.replace(/\/+$/, '')
}

function readKey(text = ''): string {
  const key = text.trim()
  if (/^[\x21-\x7e]*$/.test(key)) return key
  throw new UserError('OPENAI_API_KEY holds what no key has (white space, or letters beyond ASCII): mend it.')
}
