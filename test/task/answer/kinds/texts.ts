import { issue, MATH_VERIFY, PRM800K, QWEN_GRADER, type Kind } from './kind.ts'

const r = String.raw

/** Words and letters. */
export const texts: readonly Kind[] = [
  {
    kind: 'a name',
    source: MATH_VERIFY,
    via: 'expression',
    right: [
      r`\text{Evelyn} ← Evelyn`,
      r`\text{Evelyn} ← \boxed{\text{evelyn}}`,
      r`\text{Tuesday} ← The answer is Tuesday.`,
    ],
    wrong: [r`\text{Evelyn} ← Eve`, r`\text{Evelyn} ← Evelyn and Briana`, r`\text{Tuesday} ← Monday`],
  },
  {
    kind: 'letters of choices',
    source: QWEN_GRADER,
    via: 'expression',
    right: [r`\text{(A)} ← (a)`, r`A ← (A)`, r`\text{B} ← **B**`],
    wrong: [r`\text{(A)} ← (B)`, r`A ← (A) or (B)`, r`\text{B} ← **A**, **B**`],
  },
  {
    kind: 'words in either case',
    source: PRM800K,
    via: 'text',
    right: [r`The Cat ← the  cat`, r`even ← Answer: Even.`, r`yes ← \boxed{\text{Yes}}`],
    wrong: [r`The Cat ← the cart`, r`even ← Answer: odd.`, r`yes ← \boxed{\text{Yes and no}}`],
  },
  {
    kind: 'quotes and accents in Unicode',
    source: 'https://github.com/raullenchai/Rapid-MLX/pull/3071',
    via: 'text',
    right: ["can't ← can’t", 'caf\u00e9 ← cafe\u0301', 'x-ray ← x‑ray'],
    wrong: ["can't ← cant", 'caf\u00e9 ← cafe', 'x-ray ← x ray'],
  },
  {
    kind: 'answers of several words',
    source: issue('marin-community/marin', 9163),
    via: 'text',
    right: [r`New York ← The answer is: New York`, r`New York ← "New York"`],
    wrong: [r`New York ← The answer is: York`, r`New York ← "New York" or "Boston"`],
  },
  {
    kind: 'yes and no',
    source: issue('Liuziyu77/Visual-RFT', 79),
    via: 'expression',
    right: [r`\text{yes} ← Yes`, r`\text{no} ← No.`],
    wrong: [r`\text{yes} ← yes and no`, r`\text{no} ← on`],
  },
]
