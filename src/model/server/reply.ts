import { z } from 'zod'

/** What a model on a server answered. */
export interface ChatAnswer {
  /** Its last words, without its thoughts where the server tells them apart; may be empty. */
  readonly text: string
  /** Whether it was cut off before its end: by the limit on tokens, or by a filter. */
  readonly cut: boolean
  /** The tokens that it took, where the server counts them. */
  readonly usage: { readonly prompt: number; readonly completion: number } | null
}

/** What a server says in place of an answer. */
export interface Complaint {
  /** The status of HTTP, or the one that stands in the body; null where an error came without one. */
  readonly status: number | null
  /** Its own words, which may be empty and may be long. */
  readonly said: string
}

const part = z.union([z.string(), z.looseObject({ type: z.string(), text: z.string().optional() })])
const count = z.int().nonnegative()
const answerSchema = z.object({
  choices: z
    .tuple([
      z.object({
        message: z.object({ content: z.union([z.string(), z.array(part)]).nullish() }),
        finish_reason: z.string().nullish().catch(null),
        error: z.unknown().optional(),
      }),
    ])
    .rest(z.unknown()),
  usage: z.object({ prompt_tokens: count, completion_tokens: count }).nullish().catch(null),
})

/** Why an answer ends early: OpenAI's words, and Mistral's. */
const CUT = new Set(['length', 'model_length', 'max_tokens', 'content_filter'])

/** What names a state that passes, where an error has no number (llama.cpp, Anthropic, OpenAI). */
const PASSING = /overload|rate.?limit|unavailable|timeout|server_error|internal/i

/** Reads an answer, or a complaint, whatever the status: gateways complain with status 200, too. */
export function readReply(status: number, body: string): ChatAnswer | Complaint | null {
  const isFine = status >= 200 && status < 300
  const value = parseJson(body)
  if (!isFine) return { status, said: complaintOf(value ?? body) }
  const read = answerSchema.safeParse(value)
  if (read.success && read.data.choices[0].error == null) {
    const { choices, usage } = read.data
    const [{ message, finish_reason: end }] = choices
    return {
      text: textOf(message.content ?? ''),
      cut: CUT.has(end ?? ''),
      usage: usage ? { prompt: usage.prompt_tokens, completion: usage.completion_tokens } : null,
    }
  }
  const error = read.success ? read.data.choices[0].error : value
  const said = complaintOf(error)
  return said === '' ? null : { status: statusIn(error), said }
}

/** Reads JSON that a byte order mark may stand before; undefined where it is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch {
    return undefined
  }
}

/** Joins the texts of a content in parts; thoughts and pictures are no part of the answer. */
function textOf(content: string | readonly z.output<typeof part>[]): string {
  if (typeof content === 'string') return content
  return content
    .map((each) => (typeof each === 'string' ? each : each.type === 'text' ? (each.text ?? '') : ''))
    .join('')
}

/** No complaint is nested deeper. */
const DEPTH = 6

/**
 * Finds the words of a complaint: in `error` or its `message` (OpenAI, vLLM, llama.cpp, Ollama), in a list of
 * those (Gemini), in `message` (older vLLM), in `detail`, with the place of each (FastAPI), in `errors`, or as
 * plain text. Pages are not shown.
 */
function complaintOf(value: unknown, depth = 0): string {
  if (typeof value === 'string') return /^\s*</.test(value) ? '' : value.trim()
  if (typeof value !== 'object' || value === null || depth > DEPTH) return ''
  const inside = (each: unknown) => complaintOf(each, depth + 1)
  if (Array.isArray(value))
    return value
      .slice(0, 4)
      .map(inside)
      .filter((said) => said !== '')
      .join('; ')
  const { error, message, msg, detail, errors, loc, param } = value as Record<string, unknown>
  const said = [error, message, msg, detail, errors].map(inside).find((words) => words !== '') ?? ''
  const place = Array.isArray(loc) ? loc.slice(0, 8).join('.') : typeof param === 'string' ? param : ''
  return said === '' || place === '' || said.includes(place) ? said : `${place}: ${said}`
}

/** Finds the status that an error says it has: a number, or a word that stands for one that passes. */
function statusIn(value: unknown, depth = 0): number | null {
  if (typeof value !== 'object' || value === null || depth > DEPTH) return null
  const { error, code, status, type } = (Array.isArray(value) ? value[0] : value) as Record<string, unknown>
  const number = [code, status].map(Number).find((n) => Number.isInteger(n) && n >= 400 && n < 600)
  if (number !== undefined) return number
  const word = [code, type, status].find((each) => typeof each === 'string' && PASSING.test(each))
  return word === undefined ? statusIn(error, depth + 1) : 503
}
