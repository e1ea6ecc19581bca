/** Pairs that may stand around a whole answer and are no part of it, the longer first. */
const PAIRS: readonly (readonly [open: string, close: string])[] = [
  ['```', '```'],
  ['$$', '$$'],
  ['***', '***'],
  ['**', '**'],
  ['__', '__'],
  ['~~', '~~'],
  ['\\(', '\\)'],
  ['\\[', '\\]'],
  ['$', '$'],
  ['*', '*'],
  ['_', '_'],
  ['`', '`'],
  ['"', '"'],
  ["'", "'"],
  ['“', '”'],
  ['„', '“'],
  ['‘', '’'],
  ['«', '»'],
]

/** Commands of LaTeX that only set a text. */
const SETTING =
  'text|textbf|textit|textrm|texttt|textsf|textsc|textnormal|emph|mbox|hbox|mathrm|mathbf|mathit|mathtt|mathsf|' +
  'boldsymbol|bm|operatorname|boxed|fbox|underline'
const SET = new RegExp(String.raw`^\\(?:${SETTING})\s*\{([^{}]*(?:\{[^{}]*\}[^{}]*)*)\}$`, 's')

/** A tag around an answer. */
const TAGGED = /^<(answer|b|i|em|strong|code)>(.*)<\/\1>$/is

/** The language that a code block names. */
const LANGUAGE = /^[a-z]+\n/

/** How many layers are taken off. */
const LAYERS = 8

/**
 * Takes off what stands around an answer as a whole: markdown, quotes, dollar signs and brackets of LaTeX, commands
 * that only set a text, tags, and a full stop, comma, colon or semicolon at the end. Brackets of any other kind stay.
 *
 * @param keepText whether commands that set a text stay, too: in a formula they tell words from names
 */
export function unwrap(answer: string, { keepText = false } = {}): string {
  let text = answer.trim()
  for (let layer = 0; layer < LAYERS; layer++) {
    const inner = withoutLayer(text, keepText)
    if (inner === text) break
    text = inner
  }
  return text
}

function withoutLayer(text: string, keepText: boolean): string {
  const set = (keepText ? null : SET.exec(text)?.[1]) ?? TAGGED.exec(text)?.[2]
  if (set !== undefined) return set.trim()
  for (const [open, close] of PAIRS) {
    if (text.length < open.length + close.length + 1) continue
    if (!text.startsWith(open) || !text.endsWith(close)) continue
    const inside = text.slice(open.length, -close.length)
    // '"a" and "b"' is not quoted as a whole; a dollar sign behind a backslash is money.
    if (inside.includes(open) || inside.includes(close) || inside.endsWith('\\')) continue
    // '* x *' is no emphasis: what stands in it touches its marks.
    if (/[*_~]/.test(open) && /^\s|\s$/.test(inside)) continue
    return (open === '```' ? inside.replace(LANGUAGE, '') : inside).trim()
  }
  // A mark with a space before it is a word of its own.
  return text.replace(/(?<![\s\\])[.,;:]$/, '').trimEnd()
}
