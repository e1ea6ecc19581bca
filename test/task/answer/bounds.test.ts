import { stream } from 'coevo/core'
import { judge } from 'coevo/task'
import { expect, test } from 'vitest'

const RIGHT = [
  '5',
  'x^2+1',
  '(1,2)',
  '[0,1)',
  '\\{1,2\\}',
  '5\\text{ cm}',
  'x>3',
  'n!',
  '2^{100}\\sqrt{2}',
  '\\pm 3',
  '\\begin{pmatrix}1\\\\2\\end{pmatrix}',
  '|x|',
  'e^{x^2}',
  '9^{9^{9^9}}',
]

/** What answers are made of, at random. */
const PARTS =
  '9^ ( ) { } [ ] \\frac \\sqrt \\sin ! ^{ 9 99 x n + - * / , or \\pm | = < \\cup \\text{ cm % \\boxed{ $ \\begin{pmatrix} & ' +
  '\\\\ \\end{pmatrix} _ \\binom <think> </think> #### . ... 1/ \\over \\ln e i \\{ \\} ** \\( \\) \\overline{ ° ½ √ ; \' " : \\log_'

/** Answers that would take long, if they were taken at their word. */
const LONG = [
  '9^'.repeat(400),
  '2^{2^{2^{2^{2^{2}}}}}',
  '3000!^{3000}',
  '3000!*'.repeat(50),
  '\\binom{3000}{1500}'.repeat(20),
  '((x+1)^{99})^{99}',
  '1.5^{10000}',
  '2^{60000}*'.repeat(90).concat('1'),
  '(2/3)^{20000}+'.repeat(70).concat('1'),
  '\\tan(x)+'.repeat(120).concat('1'),
  `\\{${'\\sin x,'.repeat(60)}1\\}`,
  `[${'x,'.repeat(63)}x]`,
  '1,'.repeat(450),
  'x or '.repeat(200),
  '\\pm'.repeat(200).concat('1'),
  '('.repeat(2000),
  '(1,'.repeat(200),
  '\\sqrt'.repeat(150).concat('2'),
  '|x'.repeat(400),
  '\\boxed{'.repeat(580),
  '\\boxed{1} or '.repeat(300),
  '$x$ or '.repeat(500),
  '\\begin{pmatrix}'.repeat(250),
  'x_{'.repeat(300),
  'f('.repeat(400),
  '1'.repeat(4000),
  `0.\\overline{${'1'.repeat(900)}}`,
  '<think>'.repeat(600),
  '**'.repeat(2000),
  '5'.concat(' cm'.repeat(300)),
]

test('whatever is written is judged, in a time that is bounded', () => {
  const random = stream('answers at random')
  const parts = PARTS.split(' ')
  const texts = Array.from({ length: 400 }, () =>
    Array.from({ length: 1 + random.int(60) }, () => parts[random.int(parts.length)]!).join(''),
  )
  const begin = process.threadCpuUsage()
  let count = 0
  for (const [i, written] of [...LONG, ...texts].entries()) {
    const right = i < LONG.length ? RIGHT : [RIGHT[i % RIGHT.length]!]
    for (const comparison of ['expression', 'number'] as const)
      for (const expected of right) {
        count++
        expect([0, 1]).toContain(judge(comparison, expected, written).score)
      }
  }
  // At most 25 ms each, and most take a hundredth of that.
  expect(process.threadCpuUsage(begin).user / count).toBeLessThan(25e3)
})

test.each(RIGHT)('%s is answered by itself', (right) => {
  expect(judge('expression', right, right).score).toBe(1)
})
