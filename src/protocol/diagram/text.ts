import { oneLine } from '../../core/index.ts'

/**
 * What Mermaid would read as more than text: its own signs, HTML, Markdown and formulas; a colon that is no
 * punctuation; 'direction LR', which it takes for an order wherever it stands.
 */
const MEANT = /[#;%<>&|"`*_$\\^~@ﬂ]|\[(?=\[)|:(?! )|d(?=irection\s)/giu

/** Writes text from anywhere so that Mermaid shows it as it is, in one line of at most `limit` characters. */
export function mermaidText(text: string, limit = 80): string {
  return oneLine(text, limit).replace(MEANT, (sign) => `#${sign.codePointAt(0)};`)
}
