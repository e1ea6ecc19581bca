import { lastBox } from './boxes.ts'
import { withoutThoughts } from './thoughts.ts'

/** How much of what was written is read, from its end, in UTF-16 units. */
export const ANSWER_LIMIT = 4096

/** An answer, and what marked it: a box, a tag, a phrase ('####', 'answer is'), or nothing. */
export interface FoundAnswer {
  readonly text: string
  readonly by: 'box' | 'tag' | 'phrase' | 'nothing'
}

/**
 * Finds the final answer in what a person or a model wrote: what the last box or the last <answer> tag holds,
 * whichever comes later; without them, what stands after the last '####' or the last 'answer is' or 'answer:', as far
 * as its sentence goes; otherwise all of it. Thoughts are no part of an answer, and only the end of a long text is read.
 */
export function findAnswer(written: string): FoundAnswer {
  const text = saidOf(written)
  const marked = markedAnswer(text)
  if (marked !== null) return marked
  const phrase = afterPhrase(text)
  return phrase === null ? { text: text.trim(), by: 'nothing' } : { text: phrase, by: 'phrase' }
}

/** The end of what was said aloud. */
export const saidOf = (written: string) => withoutThoughts(written).slice(-ANSWER_LIMIT)

/** What a box or a tag holds; null where there is neither. */
export function markedAnswer(text: string): FoundAnswer | null {
  const box = lastBox(text)
  const tag = lastTagged(text)
  if (tag !== null && (box === null || box.start < tag.end)) {
    const inside = lastBox(tag.content)
    return { text: inside?.content ?? tag.content.trim(), by: inside === null ? 'tag' : 'box' }
  }
  return box === null ? null : { text: box.content, by: 'box' }
}

function lastTagged(text: string): { content: string; end: number } | null {
  const lower = text.toLowerCase()
  const end = lower.lastIndexOf('</answer>')
  const start = lower.lastIndexOf('<answer>', end)
  return end < 0 || start < 0 ? null : { content: text.slice(start + '<answer>'.length, end), end }
}

/** What stands after the last '####', null where there is none: how GSM8K marks an answer. */
export function afterHashes(text: string): string | null {
  const at = text.lastIndexOf('####')
  return at < 0 ? null : firstLine(text.slice(at + 4))
}

/** The words that announce an answer, with what markdown sets them in. */
const PHRASE = /\banswers?(?:\*\*|__)?(?: (?:is|are)\b:?|\s?:)/gi

/** The end of a sentence that another follows. */
const SENTENCE_END = /[.!?][)"'”*_`$\]}]*\s+(?=[A-Z(])/

function afterPhrase(text: string): string | null {
  const hashed = afterHashes(text)
  if (hashed !== null) return hashed
  const last = [...text.matchAll(PHRASE)].at(-1)
  if (last === undefined) return null
  const line = firstLine(text.slice(last.index + last[0].length))
  const end = SENTENCE_END.exec(line)
  return balanced(end === null ? line : line.slice(0, end.index + end[0].length).trim())
}

/** The first line that says something. A formula may be set on lines of its own. */
function firstLine(text: string): string {
  const rest = text
    .trim()
    .replace(/^(?:\*\*|__)(?=\s)/, '')
    .trim()
  const display = /^(?:\\\[|\$\$).*?(?:\\\]|\$\$)/s.exec(rest)
  return (display?.[0] ?? rest.split(/\r?\n/, 1)[0]!).trim()
}

/** '**Answer: 42**' leaves '42**': a closing mark whose opening stands before the phrase. */
function balanced(text: string): string {
  for (const mark of ['**', '__', '*', '`', '"'])
    if (text.endsWith(mark) && text.indexOf(mark) === text.length - mark.length)
      return text.slice(0, -mark.length).trim()
  return text
}
