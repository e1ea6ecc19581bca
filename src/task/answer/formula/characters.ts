/** Characters that stand for something that LaTeX or a keyboard writes otherwise. */
const CHARACTERS: Readonly<Record<string, string>> = {
  '−': '-',
  '–': '-',
  '—': '-',
  '‐': '-',
  '‑': '-',
  '×': '\\times ',
  '·': '\\cdot ',
  '⋅': '\\cdot ',
  '∙': '\\cdot ',
  '∗': '*',
  '÷': '\\div ',
  '⁄': '/',
  '∕': '/',
  '√': '\\sqrt ',
  '∛': '\\cbrt ',
  '∞': '\\infty ',
  '±': '\\pm ',
  '∓': '\\mp ',
  '≤': '\\le ',
  '⩽': '\\le ',
  '≥': '\\ge ',
  '⩾': '\\ge ',
  '≠': '\\ne ',
  '≈': '\\approx ',
  '≡': '\\equiv ',
  '∈': '\\in ',
  '∪': '\\cup ',
  '∩': '\\cap ',
  '∖': '\\setminus ',
  '∅': '\\emptyset ',
  '°': '^\\circ ',
  '′': "'",
  '’': "'",
  '‘': "'",
  '“': '"',
  '”': '"',
  '…': '\\ldots ',
  '⌊': '\\lfloor ',
  '⌋': '\\rfloor ',
  '⌈': '\\lceil ',
  '⌉': '\\rceil ',
  '∣': '|',
  ℝ: '\\mathbb{R}',
  ℤ: '\\mathbb{Z}',
  ℚ: '\\mathbb{Q}',
  ℕ: '\\mathbb{N}',
  ℂ: '\\mathbb{C}',
  ℯ: 'e',
  '€': '\\euro ',
  '£': '\\pounds ',
  '¥': '\\yen ',
  '％': '\\%',
  α: '\\alpha ',
  β: '\\beta ',
  γ: '\\gamma ',
  δ: '\\delta ',
  ε: '\\epsilon ',
  θ: '\\theta ',
  λ: '\\lambda ',
  μ: '\\mu ',
  π: '\\pi ',
  ρ: '\\rho ',
  σ: '\\sigma ',
  τ: '\\tau ',
  φ: '\\phi ',
  ϕ: '\\phi ',
  ω: '\\omega ',
  Δ: '\\Delta ',
  Ω: '\\Omega ',
}

const FRACTIONS: Readonly<Record<string, string>> = {
  '½': '1/2',
  '⅓': '1/3',
  '⅔': '2/3',
  '¼': '1/4',
  '¾': '3/4',
  '⅕': '1/5',
  '⅖': '2/5',
  '⅗': '3/5',
  '⅘': '4/5',
  '⅙': '1/6',
  '⅚': '5/6',
  '⅛': '1/8',
  '⅜': '3/8',
  '⅝': '5/8',
  '⅞': '7/8',
}

const RAISED = '⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ⁿⁱ'
const LOWERED = '₀₁₂₃₄₅₆₇₈₉₊₋₍₎ₙᵢ'
const LINE = '0123456789+-()ni'

const onLine = (row: string, text: string) => Array.from(text, (one) => LINE[row.indexOf(one)]).join('')

/** Spaces of other widths, and characters that take no place. */
const SPACES = /[\u00A0\u2000-\u200A\u202F\u205F\u3000]/g
const NOTHING = /[\u200B-\u200F\u2060-\u2064\uFEFF\u00AD\u202A-\u202E]/g

/**
 * Writes what is typed in Unicode as LaTeX and a keyboard do: 'x²' as 'x^{2}', '2√3' as '2\sqrt 3', '2½' as
 * '2\frac{1}{2}'. Accents are composed.
 */
export function plainCharacters(text: string): string {
  if (/^[\x20-\x7E]*$/.test(text)) return text
  return text
    .normalize('NFC')
    .replace(NOTHING, '')
    .replace(SPACES, ' ')
    .replace(/[⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ⁿⁱ]+/g, (run) => `^{${onLine(RAISED, run)}}`)
    .replace(/[₀₁₂₃₄₅₆₇₈₉₊₋₍₎ₙᵢ]+/g, (run) => `_{${onLine(LOWERED, run)}}`)
    .replace(/[\uFF01-\uFF5E]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))
    .replace(/\P{ASCII}/gu, (character) => {
      const [top, bottom] = FRACTIONS[character]?.split('/') ?? []
      return top === undefined ? (CHARACTERS[character] ?? character) : `\\frac{${top}}{${bottom}}`
    })
}
