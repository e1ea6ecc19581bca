/** What is written in LaTeX for its look alone, and what stands for it. */
const LOOKS: readonly (readonly [RegExp, string])[] = [
  [
    /\\pmod\s*(?:\{([^{}]*)\}|(\w))|\(\s*\\?b?mod(?![a-z])\s*([^()]*)\)|\\b?mod(?![a-z])/g,
    ' \\text{mod} $1$2$3 ',
  ],
  // Digits of a number in groups of three: 1{,}500, 2,\!007, 1\,000.
  [/(?<=\d)\s*(?:\{\s*,\s*\}|,\s*\\!|\\[,;: ])\s*(?=\d{3}(?!\d))/g, ''],
  [/\\(?:left|right|big|Big|bigg|Bigg)[lrm]?(?![a-zA-Z])\s*\.?/g, ' '],
  [/\\(?:displaystyle|textstyle|limits|nolimits|quad|qquad|strut|hfill|,)(?![a-zA-Z])/g, ' '],
  [/(?<!\\)\\[!;:, ]|~/g, ' '],
  [/\\[dtc]frac(?![a-zA-Z])/g, '\\frac'],
  [/\\[dt]binom(?![a-zA-Z])/g, '\\binom'],
  [/\\(?:phantom|hspace|vspace|label|tag)\*?\s*\{[^{}]*\}/g, ' '],
  [/\\(?:textcolor|color)\s*\{[^{}]*\}/g, ' '],
  [/\\(?:mathbf|boldsymbol|bm|mathit|mathcal|mathsf|mathtt|underline|bf|it|rm)(?![a-zA-Z])/g, ' '],
  [/\\[lr]?vert(?![a-zA-Z])/g, '|'],
  [/(?<!\\)\\[()[\]]|\$/g, ' '],
  // An ordinal: 12th, 12^{\text{th}}.
  [
    /(?<=\d)\s*\^?\s*\{?\s*(?:\\(?:text|textsuperscript|mathrm|rm)\s*\{)?\s*(?:st|nd|rd|th)\b\s*\}{0,2}/g,
    ' ',
  ],
]

/** Writes LaTeX without what only sets it: spacing, sizes of brackets, bold letters, dollar signs. */
export function withoutLooks(text: string): string {
  let plain = text
    // A dollar that is money, and a bracket of a display that is no new line of a matrix.
    .replace(/\\\$/g, '\\dollar ')
    .replace(/\\\\(?=[()[\]])/g, '\\\\ ')
  for (const [look, stands] of LOOKS) plain = plain.replace(look, stands)
  return plain.trim()
}
