/** Where a box begins: '\boxed{', '\boxed {', '\fbox{', or '\boxed 4', which takes one character or command. */
const OPEN = /\\(?:boxed|fbox|framebox)(?![a-zA-Z])\s*/g

/** One thing without braces behind '\boxed'. */
const BARE = /^(?:\\[a-zA-Z]+|[^\s\\{}$])/

/** What may stand between two boxes that give one answer together: a separator, and signs that mean nothing. */
const TOGETHER =
  /^(?:[\s$.()[\]&]|\\[()[\],;:! ]|\\q?quad|\\text\s*\{\s*(?:and|or)\s*\}|\b(?:and|or)\b|[,;])*$/
const SEPARATOR = /and|or|[,;]/

interface Box {
  readonly start: number
  readonly end: number
  readonly content: string
}

/** What the last box holds, and where it begins. */
export interface LastBox {
  readonly content: string
  readonly start: number
}

/**
 * Finds what the last complete box holds: \boxed{…}, \fbox{…} or \boxed 4. Null where there is none.
 *
 * Boxes that nothing, 'and', 'or', a comma or a semicolon parts are one answer, a list: '\boxed{1} and \boxed{2}'
 * is '1, 2'. So nobody is right by boxing all that may be right.
 */
export function lastBox(text: string): LastBox | null {
  const boxes = boxesOf(text)
  let at = boxes.length - 1
  if (at < 0) return null
  const contents = [boxes[at]!.content]
  for (; at > 0 && areTogether(text, boxes[at - 1]!, boxes[at]!); at--)
    contents.unshift(boxes[at - 1]!.content)
  return { content: [...new Set(contents)].join(', '), start: boxes[at]!.start }
}

function areTogether(text: string, first: Box, second: Box): boolean {
  const between = text.slice(first.end, second.start)
  if (/^[^\S\n]*$/.test(between)) return true
  return between.length <= 40 && SEPARATOR.test(between) && TOGETHER.test(between)
}

/** All complete boxes that are in no other, from left to right. */
function boxesOf(text: string): Box[] {
  const boxes: Box[] = []
  const closing = closings(text)
  for (const { 0: open, index } of text.matchAll(OPEN)) {
    const from = index + open.length
    if (index < (boxes.at(-1)?.end ?? 0)) continue
    if (text[from] === '{') {
      const end = closing.get(from)
      if (end !== undefined)
        boxes.push({ start: index, end: end + 1, content: text.slice(from + 1, end).trim() })
    } else {
      const bare = BARE.exec(text.slice(from, from + 32))?.[0]
      if (bare !== undefined) boxes.push({ start: index, end: from + bare.length, content: bare })
    }
  }
  return boxes
}

/** Where the brace closes that opens at a place, for all that do. */
function closings(text: string): ReadonlyMap<number, number> {
  const found = new Map<number, number>()
  const open: number[] = []
  for (let i = 0; i < text.length; i++) {
    if (text[i] === '{') open.push(i)
    else if (text[i] === '}' && open.length > 0) found.set(open.pop()!, i)
  }
  return found
}
