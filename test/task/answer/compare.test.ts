import { finalAnswer, judge } from 'coevo/task'
import { fc, test as fcTest } from '@fast-check/vitest'
import { describe, expect, it } from 'vitest'

const score = (comparison: 'number' | 'expression' | 'text', right: string, written: string) =>
  judge(comparison, right, written).score

describe('numbers', () => {
  it.each([
    ['42', '42'],
    ['42', '42.0'],
    ['42', '$42'],
    ['42', '4 2'],
    ['1234', '1,234'],
    ['1,234.5', '1234.50'],
    ['-3', '- 3'],
    ['-3', '−3'],
    ['0.75', '3/4'],
    ['3/4', '\\frac{3}{4}'],
    ['3/4', '\\frac34'],
    ['5/2', '2 1/2'],
    ['6000', '6e3'],
    ['50%', '50'],
    ['50', '50%'],
    ['1/2', '50\\%'],
    ['72', 'She sold 48/2 = <<48/2=24>>24, and 48+24 = 72. #### 72'],
    ['72', 'so there are 72 clips.'],
    ['72', 'The answer is 72, I think'],
    ['72', 'It is \\boxed{72} and not 73'],
    ['5', '5 \\text{ cm}^2'],
    ['0.1', '0.1000000000000000000000000'],
  ])('%s is answered by %s', (right, written) => {
    expect(judge('number', right, written)).toEqual({ score: 1, readable: true })
  })

  it.each([
    ['42', '43'],
    ['42', '24'],
    ['1/3', '0.33'],
    ['0.1', '0.1000000000000000055511151231257827'],
    ['72', '72 or 73'],
    ['3', '-3'],
    ['50%', '0.05'],
    ['12', '1e2'],
    ['1000', '1.000'],
  ])('%s is not answered by %s', (right, written) => {
    expect(judge('number', right, written)).toEqual({ score: 0, readable: true })
  })

  it.each(['', 'none', '1,23,4', '1/0', '#### ', '1e9999', 'NaN', 'Infinity', '٣', '0x10'])(
    '%j cannot be read as one',
    (written) => {
      expect(judge('number', '0', written)).toEqual({ score: 0, readable: false })
    },
  )

  fcTest.prop([fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }), fc.integer({ min: 1, max: 999 })])(
    'are exact, however they are written',
    (n, d) => {
      const grouped = n.toLocaleString('en-US')
      for (const written of [`${n}`, grouped, `${n}.0`, `${n * BigInt(d)}/${d}`])
        expect(score('number', `${n}`, written)).toBe(1)
      expect(score('number', `${n}`, `${n + 1n}`)).toBe(0)
      expect(score('number', `${n}/${d}`, `\\frac{${n}}{${d}}`)).toBe(1)
    },
  )
})

describe('expressions', () => {
  it.each([
    ['\\frac{1}{2}', '0.5'],
    ['\\dfrac{1}{2}', '\\frac12'],
    ['x^2+2x+1', '(x+1)^2'],
    ['2\\sqrt{2}', '\\sqrt{8}'],
    ['\\frac{\\pi}{2}', '0.5\\pi'],
    ['(1,2)', '\\left( 1, \\frac{4}{2} \\right)'],
    ['[0,1)', '[0, 1)'],
    ['(-\\infty, 3] \\cup [5, \\infty)', '[5,\\infty)\\cup(-\\infty,3]'],
    ['\\{1, 2, 3\\}', '\\{3,2,1\\}'],
    ['x = 5', '5'],
    ['5', 'x=5'],
    ['y = 2x + 3', 'y=3+2x'],
    ['90^\\circ', '90'],
    ['\\text{Tuesday}', 'Tuesday'],
    ['\\text{(A)}', '(a)'],
    ['12,\\!345', '12345'],
    ['3\\frac{1}{2}', '7/2'],
    ['\\sin^2 x + \\cos^2 x', '1'],
    ['\\begin{pmatrix} 1 \\\\ 2 \\end{pmatrix}', '\\begin{pmatrix}1\\\\ \\frac{4}{2}\\end{pmatrix}'],
    ['\\log_2 8', '3'],
    ['6 - 5i', '-5i+6'],
    ['\\$32', '32'],
    ['10\\%', '10'],
    ['5 \\text{ cm}', '5'],
    ['\\frac{2}{x+1}', '$\\frac{4}{2x+2}$'],
    ['p - q', 'Therefore the answer is $p-q$.'],
    ['-\\frac{3}{4}', '\\boxed{-\\frac{3}{4}}'],
  ])('%s is answered by %s', (right, written) => {
    expect(judge('expression', right, written)).toEqual({ score: 1, readable: true })
  })

  it.each([
    ['x^2+2x+1', '(x+2)^2'],
    ['(1,2)', '(2,1)'],
    ['[0,1)', '[0,1]'],
    ['[0,1)', '(0,1)'],
    ['x = 5', 'x = 6'],
    ['\\{1,2\\}', '\\{1,2,2\\}'],
    ['\\sqrt{2}', '1.41421356'],
    ['\\text{Tuesday}', 'Monday'],
    ['\\infty', '-\\infty'],
    ['1', '9^{9^{9^9}}'],
    ['2', '100000!'],
    ['5', '\\sum_{k=1}^{100000000} k'],
    ['x', '\\input{/etc/passwd}'],
    ['x', 'process.exit(1)'],
    ['1', '|'.repeat(24)],
    ['1', '\\{x'.repeat(14)],
    ['1', '('.repeat(5000)],
  ])('%s is not answered by %s', (right, written) => {
    expect(score('expression', right, written)).toBe(0)
  })
})

describe('texts', () => {
  it.each([
    ['The Cat', 'the  cat'],
    ['even', 'answer: even'],
    ['$x$', 'x'],
  ])('%s is answered by %s', (right, written) => {
    expect(score('text', right, written)).toBe(1)
  })

  it('are no numbers', () => {
    expect(score('text', '1/2', '0.5')).toBe(0)
    expect(judge('text', 'x', ' \n ').readable).toBe(false)
  })
})

describe('finalAnswer', () => {
  it.each([
    ['\\boxed{1} then \\boxed{\\frac{1}{2}}', '\\frac{1}{2}'],
    ['a \\boxed{3} and \\boxed{ that never closes', '3'],
    ['steps\n#### 72\n', '72'],
    ['The answer is: 9', '9'],
    ['  just this ', 'just this'],
  ])('%j ends in %j', (text, answer) => {
    expect(finalAnswer(text)).toBe(answer)
  })
})

describe.each(['number', 'expression', 'text'] as const)('comparison by %s', (comparison) => {
  fcTest.prop([fc.string({ unit: 'binary', maxLength: 300 }), fc.string({ unit: 'binary', maxLength: 300 })])(
    'gives any two texts a verdict',
    (right, written) => {
      const { score, readable } = judge(comparison, right, written)
      expect([0, 1]).toContain(score)
      if (!readable) expect(score).toBe(0)
    },
  )

  it.each(['1', ' ', '(', '1 ', '- ', '\\boxed{', '#### ', 'answer is ', '\\frac{', '1,', '|', '1 /'])(
    'reads 100,000 characters of %j within a second',
    (part) => {
      const begin = process.threadCpuUsage()
      judge(comparison, '1', part.repeat(100_000 / part.length))
      expect(process.threadCpuUsage(begin).user).toBeLessThan(1e6)
    },
  )
})
