/** Text that is HTML already. */
export class Markup {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }
}

type Part = string | number | Markup | readonly Part[]

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Characters that a page must not hold, and those that turn the direction of what follows. */
const UNSAFE = /[\p{Cc}\p{Cf}\p{Cs}]/gu

/** Writes HTML: whatever is put into it is escaped, unless it is HTML itself. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  return new Markup(strings.map((text, i) => text + (i < parts.length ? write(parts[i]!) : '')).join(''))
}

function write(part: Part): string {
  if (part instanceof Markup) return part.text
  if (typeof part === 'number') return String(part)
  if (typeof part !== 'string') return part.map(write).join('')
  return part
    .replace(UNSAFE, (character) => (character === '\n' ? character : ' '))
    .replace(/[&<>"']/g, (character) => ESCAPES[character]!)
}
