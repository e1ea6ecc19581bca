import { issue, mathVerify, MATH_VERIFY, PRM800K, QWEN_PARSER, type Kind } from './kind.ts'

const r = String.raw

/** Characters beyond those of a keyboard, and formulas as they are typed. */
export const characters: readonly Kind[] = [
  {
    kind: 'signs of operations',
    source: PRM800K,
    via: 'expression',
    right: [r`2x \cdot 3 ← 2x·3`, r`12 ← 3×4`, r`-3 ← −3`],
    wrong: [r`2x \cdot 3 ← 2x·4`, r`12 ← 3÷4`, r`-3 ← +3`],
  },
  {
    kind: 'roots and Greek letters',
    source: PRM800K,
    via: 'expression',
    right: [r`2\sqrt{3} ← 2√3`, r`\frac{\pi}{2} ← π/2`, r`\infty ← ∞`],
    wrong: [r`2\sqrt{3} ← 3√2`, r`\frac{\pi}{2} ← 2/π`, r`\infty ← −∞`],
  },
  {
    kind: 'raised and lowered digits',
    source: 'huggingface/Math-Verify tests/test_all.py (m²)',
    via: 'expression',
    right: [r`x^2 ← x²`, r`x^{10}+1 ← x¹⁰+1`, r`x_1 + x_2 ← x₂ + x₁`],
    wrong: [r`x^2 ← x³`, r`x^{10}+1 ← x¹⁰⁺¹`, r`x_1 + x_2 ← x₁ + x₁`],
  },
  {
    kind: 'fractions of one character',
    source: issue('Khan/khan-exercises', 137032),
    via: 'expression',
    right: [r`\frac{1}{2} ← ½`, r`\frac{5}{2} ← 2½`, r`0.75 ← ¾`],
    wrong: [r`\frac{1}{2} ← ¼`, r`\frac{21}{2} ← 2½`, r`0.75 ← ⅔`],
  },
  {
    kind: 'degrees',
    source: QWEN_PARSER,
    via: 'expression',
    right: [r`90^\circ ← 90°`, r`90 ← 90^{\circ}`, r`60^\circ ← 60 degrees`],
    wrong: [r`90^\circ ← 9°`, r`90 ← 90^{2}`, r`60^\circ ← 60 radians`],
  },
  {
    kind: 'relations',
    source: MATH_VERIFY,
    via: 'expression',
    right: [r`x >= 5 ← x \geq 5`, r`x \le 2 ← x ≤ 2`, r`x != 3 ← x \neq 3`],
    wrong: [r`x >= 5 ← x > 5`, r`x \le 2 ← x ≥ 2`, r`x != 3 ← x = 3`],
  },
  {
    kind: 'typed functions',
    source: mathVerify(29),
    via: 'expression',
    right: [r`\sqrt{17} ← sqrt(17)`, r`\sin x ← sin(x)`, r`\ln 2 ← ln(2)`],
    wrong: [r`\sqrt{17} ← sqrt(71)`, r`\sin x ← cos(x)`, r`\ln 2 ← log(2)`],
  },
  {
    kind: 'typed powers and products',
    source: PRM800K,
    via: 'expression',
    right: [r`x^2 ← x**2`, r`e^{2x} ← exp(2x)`, r`2\pi ← 2*pi`],
    wrong: [r`x^2 ← x*2`, r`e^{2x} ← exp(x)^3`, r`2\pi ← 2*e`],
  },
  {
    kind: 'a root that is typed with brackets in LaTeX',
    source: mathVerify(41),
    via: 'expression',
    right: [r`4\sqrt{2} ← 4\sqrt(2)`, r`\sqrt{3} ← \sqrt3`],
    wrong: [r`4 ← 4\sqrt(2)`, r`3 ← \sqrt3`],
  },
  {
    kind: 'roots without braces take all digits',
    source: QWEN_PARSER,
    via: 'expression',
    right: [r`\sqrt{13} ← \sqrt13`, r`10\sqrt{3} + 2 ← 10\sqrt3 + \sqrt4`],
    wrong: [r`3\sqrt{1} ← \sqrt13`, r`10\sqrt{3} + 2 ← 10\sqrt3 + \sqrt2`],
  },
  {
    kind: 'sizes of brackets',
    source: mathVerify(56),
    via: 'expression',
    right: [
      r`\left( 3, \frac{\pi}{2} \right) ← (3, \frac{\pi}{2})`,
      r`(x-2)(x+2) ← \left(x-2\right)\bigl(x+2\bigr)`,
    ],
    wrong: [
      r`\left( 3, \frac{\pi}{2} \right) ← (3, \frac{2\pi}{3})`,
      r`(x-2)(x+2) ← \left(x-2\right)\bigl(x-2\bigr)`,
    ],
  },
  {
    kind: 'implied products',
    source: issue('sympy/sympy', 21677),
    via: 'expression',
    right: [
      r`\frac{1}{x(y-z)} ← \frac{1}{xy-xz}`,
      r`x(1+x) ← x+x^2`,
      r`2x ← x2/1 + 0`.replace('x2/1 + 0', 'x+x'),
    ],
    wrong: [r`\frac{1}{x(y-z)} ← \frac{y-z}{x}`, r`x(1+x) ← 1+x`, r`2x ← x^2`],
  },
  {
    kind: 'nested fractions',
    source: issue('sympy/sympy', 21537),
    via: 'expression',
    right: [r`\frac{\frac{a^3+b}{c}}{\frac{1}{c^2}} ← c(a^3+b)`, r`\frac{a}{\frac{1}{b}} ← ab`],
    wrong: [
      r`\frac{\frac{a^3+b}{c}}{\frac{1}{c^2}} ← \frac{a^3+b}{c^3}`,
      r`\frac{a}{\frac{1}{b}} ← \frac{a}{b}`,
    ],
  },
  {
    kind: 'subtraction from the left',
    source: issue('sympy/sympy', 5418),
    via: 'expression',
    right: [r`2-1-1 ← 0`, r`a-b-c ← a-(b+c)`],
    wrong: [r`2-1-1 ← 2`, r`a-b-c ← a-(b-c)`],
  },
]
