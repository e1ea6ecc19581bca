import { setTimeout as wait } from 'node:timers/promises'
import { nearest, oneLine, UserError, type Random } from '../../core/index.ts'
import { z } from 'zod'
import { ask, NoAnswer } from './exchange.ts'
import { parseJson, readReply, type ChatAnswer, type Complaint } from './reply.ts'

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
  /** Whether both are meant: else what a server does not take is left out. */
  readonly firm?: boolean
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
   * Returns what the model answers, which may be nothing, may be long, and may be cut off.
   *
   * @throws UserError that says in a sentence what is wrong and what to do, never with the key in it.
   */
  answer(messages: readonly ChatMessage[], settings: ChatSettings): Promise<ChatAnswer>
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

const modelsSchema = z.object({ data: z.array(z.object({ id: z.string() })) })

/**
 * What not every server takes: a question that is refused with one of these words in the complaint is asked
 * again without it.
 */
const OPTIONAL = ['max_tokens', 'max_completion_tokens', 'temperature', 'seed'] as const
type Optional = (typeof OPTIONAL)[number]

/** A complaint that a thing is not taken at all, whatever its value. */
const NOT_TAKEN = /unsupported|not support|recogni[sz]ed|unknown|unexpected|extra|not permitted|not allowed/i

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
  const refused = new Set<Optional>()
  const takes = (name: Optional) => !refused.has(name)

  const bodyOf = (messages: readonly ChatMessage[], { maxTokens, temperature }: ChatSettings, seed: number) =>
    JSON.stringify({
      model,
      messages,
      stream: false,
      ...(takes('max_tokens')
        ? { max_tokens: maxTokens }
        : takes('max_completion_tokens') && { max_completion_tokens: maxTokens }),
      ...(takes('temperature') && { temperature }),
      ...(takes('seed') && { seed }),
    })

  async function answer(messages: readonly ChatMessage[], settings: ChatSettings): Promise<ChatAnswer> {
    const { random } = settings
    const seed = random.int(2 ** 31)
    const signal = AbortSignal.timeout(timeout)
    try {
      for (let tries = 0; ; tries++) {
        let complaint: Complaint | null = null
        let pauseWanted = 0
        try {
          const body = bodyOf(messages, settings, seed)
          const reply = await ask(`${url}/chat/completions`, { method: 'POST', headers, body, signal })
          const read = readReply(reply.status, reply.body)
          if (read === null) throw notCompatible()
          if ('text' in read) return read
          if (mendRequest(read, settings)) continue
          if (!mayPass(read.status)) throw await refusal(read, signal)
          complaint = read
          pauseWanted = reply.pause
        } catch (error) {
          if (!(error instanceof NoAnswer) || !error.mayPass) throw error
          if (tries >= retries) throw error
        }
        if (tries >= retries) throw await refusal(complaint!, signal)
        const longest = Math.min(LONGEST_PAUSE, 2 * pause * 2 ** tries)
        // Those who were refused together do not come back together.
        const own = longest * random.uniform()
        await wait(Math.min(LONGEST_PAUSE, Math.max(own, pauseWanted)), undefined, { signal })
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

  const notCompatible = () =>
    new UserError(
      `${server} answers with something else than a chat completion: is it OpenAI-compatible, and the address complete (.../v1)?`,
    )

  /** Leaves out what the server does not take; true where that is worth another try. */
  function mendRequest({ status, said }: Complaint, { firm = false }: ChatSettings): boolean {
    if (status !== 400 && status !== 422) return false
    const unwanted = OPTIONAL.find((name) => isSent(name) && new RegExp(`\\b${name}\\b`).test(said))
    if (unwanted === undefined) return false
    // A limit goes by two names. What the user wants, and a value that is merely out of range, is never left out.
    const isOther = unwanted === 'max_tokens'
    if (!isOther && ((firm && unwanted !== 'seed') || !NOT_TAKEN.test(said))) return false
    refused.add(unwanted)
    return true
  }

  const isSent = (name: Optional) => takes(name) && (name !== 'max_completion_tokens' || !takes('max_tokens'))

  async function refusal({ status, said: words }: Complaint, signal: AbortSignal): Promise<UserError> {
    const said = hide(words)
    if (status === 401 || status === 403)
      return new UserError(
        `${server} refuses ${key === '' ? 'whoever has no key' : 'the key'} (${status}): put one that it takes in OPENAI_API_KEY.`,
      )
    const quoted = said === '' ? '' : `, '${said}'`
    if (status === 429)
      return new UserError(`${server} is asked too much (429${quoted}): wait, or ask less of it at once.`)
    if (status === 404) return unknownModel(signal)
    const what = status === null ? 'an error' : `status ${status}`
    return new UserError(
      `${server} answers with ${what}${said === '' ? '' : ` ('${said}')`}: see what it logs, or mend the address.`,
    )
  }

  async function unknownModel(signal: AbortSignal): Promise<UserError> {
    const reply = await ask(`${url}/models`, { headers, signal }).catch(() => null)
    const read = modelsSchema.safeParse(parseJson(reply?.body ?? ''))
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
function mayPass(status: number | null): boolean {
  if (status === null) return false
  return status === 408 || status === 425 || status === 429 || status >= 500
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
