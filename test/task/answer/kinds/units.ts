import { HENDRYCKS, issue, MATH_VERIFY, MINERVA, PRM800K, QWEN_PARSER, type Kind } from './kind.ts'

const r = String.raw

/** Units, and words that are part of what is said. */
export const units: readonly Kind[] = [
  {
    kind: 'a unit that is left out',
    source: HENDRYCKS,
    via: 'expression',
    right: [r`10\text{ units} ← 10`, r`15\mbox{ cm}^2 ← 15`, r`5 ← 5\text{ cm}`],
    wrong: [r`10\text{ units} ← 100`, r`15\mbox{ cm}^2 ← 15^2`, r`5 ← 0.5\text{ dm}`],
  },
  {
    kind: 'a unit that is typed',
    source: MINERVA,
    via: 'expression',
    right: [r`5\text{ cm} ← 5 cm`, r`16\text{ hours} ← 16 hours`, r`7\text{ feet} ← 7 ft`],
    wrong: [r`5\text{ cm} ← 5 m`, r`16\text{ hours} ← 16 minutes`, r`7\text{ feet} ← 7 inches`],
  },
  {
    kind: 'a unit that touches its number',
    source: 'https://github.com/raullenchai/Rapid-MLX/pull/3071',
    via: 'number',
    right: [r`60 ← 60km`, r`3.5 ← 3.5kg`, r`21 ← 21 meters`],
    wrong: [r`60 ← 6km`, r`3.5 ← 35kg`, r`21 ← 2.1 meters`],
  },
  {
    kind: 'units of several parts',
    source: QWEN_PARSER,
    via: 'expression',
    right: [
      r`5\text{ m}\cdot\text{s}^{-1} ← 5 m/s`,
      r`60\text{ km/h} ← 60 kilometers per hour`,
      r`9\text{ cm}^2 ← 9 square centimeters`,
    ],
    wrong: [
      r`5\text{ m}\cdot\text{s}^{-1} ← 5 m/h`,
      r`60\text{ km/h} ← 60 miles per hour`,
      r`9\text{ cm}^2 ← 9 cubic centimeters`,
    ],
  },
  {
    kind: 'money',
    source: HENDRYCKS,
    via: 'expression',
    right: [r`10 ← \$10`, r`5 ← 5 dollars`, r`1000.99 ← 1,000.99€`],
    wrong: [r`10 ← \$100`, r`5\text{ dollars} ← 5 cents`, r`1000.99 ← 1,000.9€`],
  },
  {
    kind: 'money for something',
    source: issue('Khan/khan-exercises', 124169),
    via: 'number',
    right: [r`5 ← $5/hour`, r`20 ← 20%`, r`12 ← $12 per ticket`],
    wrong: [r`5 ← $50/hour`, r`20 ← 2%`, r`12 ← $1.2 per ticket`],
  },
  {
    kind: 'magnitudes',
    source: PRM800K,
    via: 'expression',
    right: [r`5\text{ million} ← 5000000`, r`3 billion ← 3,000,000,000`, r`2 dozen ← 24`],
    wrong: [r`5\text{ million} ← 5`, r`3 billion ← 3 million`, r`2 dozen ← 2`],
  },
  {
    kind: 'magnitudes of numbers',
    source: 'https://github.com/sonichi/sutando/pull/2382',
    via: 'number',
    right: [r`100000000 ← 100 million`, r`1500 ← 1.5 thousand`],
    wrong: [r`100 ← 100 million`, r`1.5 ← 1.5 thousand`],
  },
  {
    kind: 'opposites',
    source: QWEN_PARSER,
    via: 'expression',
    right: [
      r`10\text{ a.m.} ← 10 am`,
      r`5\text{ km north} ← 5 km north`,
      r`10\% \text{ increase} ← increase of 10%`.replace('increase of 10%', '10% increase'),
    ],
    wrong: [
      r`10\text{ a.m.} ← 10\text{ p.m.}`,
      r`5\text{ km north} ← 5 km south`,
      r`10\% \text{ increase} ← 10% decrease`,
    ],
  },
  {
    kind: 'counted things',
    source: MINERVA,
    via: 'expression',
    right: [r`18\text{ students} ← 18 students`, r`18 ← 18 people`, r`7\text{ ways} ← 7`],
    wrong: [r`18\text{ students} ← 81 students`, r`18 ← 18 or 19 people`, r`7\text{ ways} ← 70 ways`],
  },
  {
    kind: 'angles',
    source: MATH_VERIFY,
    via: 'expression',
    right: [r`90^\circ ← \boxed{90^\circ}`, r`\frac{1}{2} ← \sin 30^\circ`, r`90^\circ ← 50^\circ+40^\circ`],
    wrong: [r`90^\circ ← 45^\circ`, r`\frac{1}{2} ← \cos 30^\circ`, r`90^\circ ← 50^\circ-40^\circ`],
  },
]
