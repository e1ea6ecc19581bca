/**
 * Breaks lines that are too long at spaces, and goes on below the text behind the label that begins them:
 * behind the first gap of two spaces or more, or else behind the indent.
 */
export function wrap(text: string, columns: number): string {
  return text
    .split('\n')
    .flatMap((line) => wrapLine(line, columns))
    .join('\n')
}

function wrapLine(line: string, columns: number): string[] {
  const [head = ''] = /^ *(?:\S+(?: \S+)? {2,})?/.exec(line) ?? []
  const lines: string[] = []
  let current = head
  for (const word of line.slice(head.length).split(' ')) {
    const longer = current.length === head.length ? current + word : `${current} ${word}`
    if (longer.length <= columns || current.trim() === '') current = longer
    else {
      lines.push(current)
      current = ' '.repeat(head.length) + word
    }
  }
  return [...lines, current]
}
