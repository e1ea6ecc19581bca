/** How much of an answer is read, from its end, in UTF-16 units. */
const LIMIT = 4096

const BOXED = '\\boxed{'

/**
 * Finds the final answer in what was written: what the last \boxed{…} holds, or what stands after the last
 * '####' or the last 'answer is' or 'answer:'; otherwise the whole text. Only the end of a long text is read.
 */
export function finalAnswer(text: string): string {
  const tail = text.slice(-LIMIT)
  return lastBoxed(tail) ?? afterMark(tail) ?? tail.trim()
}

/** The content of the last complete \boxed{…}, null where there is none. */
export function lastBoxed(text: string): string | null {
  for (let at = text.lastIndexOf(BOXED); at >= 0; at = at === 0 ? -1 : text.lastIndexOf(BOXED, at - 1)) {
    const end = closing(text, at + BOXED.length)
    if (end !== null) return text.slice(at + BOXED.length, end).trim()
  }
  return null
}

/** What stands after the last '####', null where there is none: how GSM8K marks an answer. */
export function afterHashes(text: string): string | null {
  const at = text.lastIndexOf('####')
  return at < 0 ? null : text.slice(at + 4).trim()
}

function afterMark(text: string): string | null {
  const hashed = afterHashes(text)
  if (hashed !== null) return hashed
  const last = [...text.matchAll(/\banswer(?: is\b:?|:)/gi)].at(-1)
  return last === undefined ? null : text.slice(last.index + last[0].length).trim()
}

/** Where the brace closes that is open at a place. */
function closing(text: string, from: number): number | null {
  let depth = 1
  for (let i = from; i < text.length; i++) {
    if (text[i] === '{') depth++
    else if (text[i] === '}' && --depth === 0) return i
  }
  return null
}
