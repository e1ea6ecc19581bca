/** A formula inside of a text: $…$, $$…$$, \(…\), \[…\]. */
const MATH = /\$\$([^$]+)\$\$|(?<!\\)\$([^$]+)(?<!\\)\$|\\\((.+?)\\\)|\\\[(.+?)\\\]/gs

/** What stands between two formulas that are one answer, a list or a choice. */
const TOGETHER = /^\s*(?:,|;|or|and|, ?(?:or|and))\s*$/i

/**
 * The last formula of a text, with those before it that only 'or', 'and' or a comma part from it: nobody is right by
 * naming all that may be right. Null where there is none.
 */
export function lastMath(text: string): string | null {
  const found = [...text.matchAll(MATH)]
  const last = found.at(-1)
  if (last === undefined) return null
  const contents = [contentOf(last)]
  for (let i = found.length - 1; i > 0; i--) {
    const between = text.slice(found[i - 1]!.index + found[i - 1]![0].length, found[i]!.index)
    if (!TOGETHER.test(between)) break
    contents.unshift(contentOf(found[i - 1]!))
  }
  return contents.join(', ')
}

const contentOf = (match: RegExpMatchArray) => match.slice(1).find((group) => group !== undefined)!
