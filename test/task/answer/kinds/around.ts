import { DAPO, GSM8K, issue, MATH_VERIFY, MINERVA, mathVerify, QWEN_PARSER, type Kind } from './kind.ts'

const r = String.raw

/** What stands around an answer. */
export const around: readonly Kind[] = [
  {
    kind: 'bold in markdown',
    source: mathVerify(76),
    via: 'expression',
    right: [r`73 ← Final Answer: **73**`, r`42 ← **Answer: 42**`, r`42 ← **Answer:** 42`],
    wrong: [r`73 ← Final Answer: **37**`, r`42 ← **Answer: 24**`, r`42 ← **Answer:** 4 or 2`],
  },
  {
    kind: 'the Minerva prompt',
    source: MINERVA,
    via: 'expression',
    right: [
      r`24 ← Final Answer: The final answer is $24$. I hope it is correct.`,
      r`[2,5) ← Final Answer: The final answer is $[2,5)$. I hope it is correct.`,
    ],
    wrong: [
      r`24 ← Final Answer: The final answer is $42$. I hope it is 24.`,
      r`[2,5) ← Final Answer: The final answer is $(2,5]$. I hope it is correct.`,
    ],
  },
  {
    kind: 'brackets of LaTeX around a formula',
    source: MATH_VERIFY,
    via: 'expression',
    right: [r`9 ← Answer: \[ 9 \]`, r`9 ← The answer is \( 9 \).`, r`10 ← Answer: \( (9+1) \)`],
    wrong: [r`9 ← Answer: \[ 6 \]`, r`9 ← The answer is \( -9 \).`, r`10 ← Answer: \( (9-1) \)`],
  },
  {
    kind: 'a display on lines of its own',
    source: issue('EleutherAI/lm-evaluation-harness', 2552),
    via: 'expression',
    right: [`42 ← Thus the answer is\n\\[\n\\boxed{42}\n\\]`, `9 ← The answer is:\n$$\n9\n$$`],
    wrong: [`42 ← Thus the answer is\n\\[\n\\boxed{41}\n\\]`, `9 ← The answer is:\n$$\n90\n$$`],
  },
  {
    kind: 'courtesy behind an answer',
    source: issue('EleutherAI/lm-evaluation-harness', 2539),
    via: 'expression',
    right: [
      `12 ← Answer: 12\n\nLet me know if you would like more detail!`,
      r`\frac{9}{7} ← The answer is $\frac{9}{7}$. Hope this helps!`,
    ],
    wrong: [
      `12 ← Answer: 21\n\nLet me know if you expected 12.`,
      r`\frac{9}{7} ← The answer is $\frac{7}{9}$. Or is it $\frac{9}{7}$?`,
    ],
  },
  {
    kind: 'an answer behind the last of several phrases',
    source: DAPO,
    via: 'expression',
    right: [`7 ← Answer: 6? No.\nAnswer: 7`, r`7 ← The answer is 5. Wait, the answer is $7$.`],
    wrong: [`7 ← Answer: 7? No.\nAnswer: 6`, r`7 ← The answer is 7. Wait, the answer is $5$.`],
  },
  {
    kind: 'the hashes of GSM8K',
    source: GSM8K,
    via: 'number',
    right: [r`72 ← 48/2 = 24, 48+24 = 72 #### 72`, r`-3 ← #### -3`, r`1080 ← #### $1,080`],
    wrong: [r`72 ← it is 72 #### 24`, r`-3 ← #### 3`, r`1080 ← #### 1,008`],
  },
  {
    kind: 'a number in the last sentence',
    source: MATH_VERIFY,
    via: 'number',
    right: [
      r`1000.99 ← the number is not 10 which is 1,000.99€`,
      r`72 ← She sold 24 in May, so there are 72 clips.`,
      r`10 ← That leaves 10 dollars`,
    ],
    wrong: [
      r`2 ← AZYUK2A`,
      r`24 ← She sold 24 in May, so there are 72 clips.`,
      r`10 ← That leaves 10.5 dollars`,
    ],
  },
  {
    kind: 'an embedded number of a formula that cannot be read',
    source: 'https://github.com/huggingface/Math-Verify/pull/82',
    via: 'number',
    right: [r`1 ← so the result is 1`, r`3 ← we get \boxed{3}`],
    wrong: [r`1 ← so the result is \foo{1} - \frac{1}{\bar{e}}`, r`3 ← we get \boxed{\sum_{k} 3}`],
  },
  {
    kind: 'boxes of other kinds',
    source: MINERVA,
    via: 'expression',
    right: [r`4 ← so it is $\boxed 4$.`, r`5 ← it is \fbox{5}`, r`x+1 ← \boxed {x+1}`],
    wrong: [r`4 ← so it is $\boxed 5$, not 4.`, r`5 ← it is \fbox{-5}`, r`x+1 ← \boxed {x-1}`],
  },
  {
    kind: 'text in a box',
    source: mathVerify(37),
    via: 'expression',
    right: [r`13 ← \boxed{\text{13}}`, r`5 ← \boxed{\mathbf{5}}`, r`7 ← \boxed{\textbf{7}}`],
    wrong: [r`13 ← \boxed{\text{31}}`, r`5 ← \boxed{\mathbf{-5}}`, r`7 ← \boxed{\textbf{1}}`],
  },
  {
    kind: 'a box that never closes',
    source: 'https://github.com/marin-community/marin/pull/9163',
    via: 'expression',
    right: [r`3 ← so \boxed{3}`, r`3 ← first \boxed{2}, at last \boxed{3}`],
    wrong: [r`3 ← so \boxed{`, r`3 ← so \boxed{3`],
  },
  {
    kind: 'a repeated box is one answer',
    source: mathVerify(44),
    via: 'expression',
    right: [
      r`840 ← therefore \boxed{840}., but let me check. **Final Answer** \boxed{840}`,
      r`4 ← The remainder is \boxed{004}`,
    ],
    wrong: [
      r`840840 ← therefore \boxed{840}., but let me check. **Final Answer** \boxed{840}`,
      r`4 ← The remainder is \boxed{040}`,
    ],
  },
  {
    kind: 'several boxes that are a choice',
    source: issue('Liuziyu77/Visual-RFT', 79),
    via: 'expression',
    right: [r`5 ← not \boxed{3}. Rather: \boxed{5}`, r`A ← \boxed{A}`, r`5 ← \boxed{5} \boxed{5}`],
    wrong: [r`5 ← \boxed{3} or \boxed{5}`, r`A ← \boxed{B}, \boxed{A}`, r`5 ← \boxed{3} \boxed{5}`],
  },
  {
    kind: 'a choice inside of an answer',
    source: issue('Liuziyu77/Visual-RFT', 79),
    via: 'text',
    right: [r`A ← <answer>A</answer>`, r`B ← I thought of A. <answer>B</answer>`],
    wrong: [r`A ← <answer>A or B or C</answer>`, r`B ← <answer>A, B</answer>`],
  },
  {
    kind: 'a choice of numbers',
    source: 'https://github.com/MakazhanAlpamys/Soup/pull/918',
    via: 'number',
    right: [r`73 ← First I thought of 72, but it is 73`, r`5 ← \boxed{5}`],
    wrong: [r`73 ← It is 72 or 73`, r`5 ← \boxed{3, 5}`],
  },
  {
    kind: 'thoughts before an answer',
    source: 'huggingface/Math-Verify tests/test_all.py (189 behind </think>)',
    via: 'expression',
    right: [
      r`189 ← 9=189. **Final Answer** \boxed{98} </think> Thus the area is \(\boxed{189}\) square centimeters.`,
      r`42 ← <think>so \boxed{7}</think> The answer is 42`,
    ],
    wrong: [
      r`98 ← 9=189. **Final Answer** \boxed{98} </think> Thus the area is \(\boxed{189}\) square centimeters.`,
      r`7 ← <think>so \boxed{7}</think> The answer is 42`,
    ],
  },
  {
    kind: 'a thought that never closes',
    source: issue('asuzukosi/post-training-experiments', 5),
    via: 'number',
    right: [r`7 ← <think>6 or 7?</think>7`, r`7 ← <think>a</think><think>b</think> \boxed{7}`],
    wrong: [r`7 ← <think>so \boxed{7}`, r`7 ← <think>a</think> 6 <think> no, 7`],
  },
  {
    kind: 'dollar signs in two senses',
    source: MATH_VERIFY,
    via: 'expression',
    right: [r`1000.99 ← $1,000.99`, r`32 ← \$32`, r`9 ← $$ 9 $$`],
    wrong: [r`1000.99 ← $1,000.9`, r`32 ← \$3.2`, r`9 ← $$ 99 $$`],
  },
  {
    kind: 'code marks and quotes',
    source: 'https://github.com/sonichi/sutando/pull/2382',
    via: 'text',
    right: ['Paris ← "Paris"', 'Paris ← `Paris`', "Paris ← Answer: 'Paris'."],
    wrong: ['Paris ← "Pari"', 'Paris ← `Paris` or `Lyon`', "Paris ← Answer: 'Parish'."],
  },
  {
    kind: 'a mark at the end',
    source: QWEN_PARSER,
    via: 'expression',
    right: [r`5 ← 5.`, r`5 ← 5,`, r`x+1 ← x+1;`],
    wrong: [r`5 ← 5.1`, r`5 ← 5,5`, r`x+1 ← x+1;2`],
  },
]
