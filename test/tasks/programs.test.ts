import { stream } from 'coevo/core'
import { readProgram, runProgram, sizeOf, spellProgram, type Program } from 'coevo/tasks/dsl/program'
import { inductionOf, predictionOf, programs, statedProgram } from 'coevo/tasks/programs'
import { fc, test as fcTest } from '@fast-check/vitest'
import { expect, test } from 'vitest'
import { anyProblem } from './any-problem.ts'
import { expectGoldenTask } from './golden.ts'
import { describeLaws } from './laws.ts'

const deduction = programs.with({ kind: 'deduction' })
const abduction = programs.with({ kind: 'abduction' })
const induction = programs.with({ kind: 'induction' })
const prediction = programs.with({ kind: 'prediction' })

for (const task of [deduction, abduction, induction, prediction]) describeLaws(task)

const WORDS = ['x', '0', '1', '2', '7', '9', '+', '-', '*', 'mod', 'min', 'max', 'if']
const anyWords = fc.array(fc.constantFrom(...WORDS), { minLength: 1, maxLength: 70 })

const { program: anyProgram } = fc.letrec<{ program: Program }>((tie) => ({
  program: fc.oneof(
    { maxDepth: 3, depthIdentifier: 'program' },
    fc.constant<Program>('x'),
    fc.nat(9),
    fc.record({
      operator: fc.constantFrom(
        '+' as const,
        '-' as const,
        '*' as const,
        'mod' as const,
        'min' as const,
        'max' as const,
      ),
      operands: fc.tuple(tie('program'), tie('program')),
    }),
    fc.record({
      operator: fc.constant('if' as const),
      operands: fc.tuple(tie('program'), tie('program'), tie('program'), tie('program')),
    }),
  ),
}))

/** Runs words from the last to the first on a stack, every branch of 'if' too. */
function runWords(words: readonly string[], x: number): number | null {
  const stack: (number | null)[] = []
  for (const word of words.toReversed()) {
    if (word === 'x') stack.push(x)
    else if (/\d/.test(word)) stack.push(Number(word))
    else {
      const [a, b] = [stack.pop()!, stack.pop()!]
      const branches = word === 'if' ? [stack.pop()!, stack.pop()!] : []
      const results: Record<string, () => number | null> = {
        '+': () => a + b,
        '-': () => a - b,
        '*': () => a * b,
        mod: () => (b <= 0 ? null : a - b * Math.floor(a / b)),
        min: () => (a < b ? a : b),
        max: () => (a < b ? b : a),
        if: () => (a < b ? branches[0]! : branches[1]!),
      }
      const value = a === null || b === null ? null : results[word]!()
      stack.push(value === null || value > 9999 || value < -9999 ? null : value)
    }
  }
  return stack[0]!
}

fcTest.prop([anyProgram, fc.integer({ min: -50, max: 50 })])(
  'a program does what its words do on a stack',
  (program, x) => {
    const words = spellProgram(program).split(' ')
    expect(runProgram(program, x)).toEqual(runWords(words, x) === null ? null : runWords(words, x)! + 0)
  },
)

fcTest.prop([anyProgram])('what is written is read again', (program) => {
  const words = spellProgram(program).split(' ')
  expect(readProgram(words)).toEqual(words.length > 60 ? null : program)
})

fcTest.prop([anyWords, fc.integer()])('any words run or are no program', (words, x) => {
  const program = readProgram(words)
  if (program === null) return
  expect(spellProgram(program)).toBe(words.join(' '))
  const value = runProgram(program, x)
  expect(value === null || Math.abs(value) <= 9999).toBe(true)
})

test.each([
  ['+ x * 3 x', 4, 16],
  ['- 5 x', 7, -2],
  ['mod - 0 7 5', 0, 3],
  ['mod x 0', 3, null],
  ['if x 3 1 mod 1 0', 2, 1],
  ['if x 3 1 mod 1 0', 3, null],
  ['* * * 9 9 9 * * 9 9 9', 0, null],
])('%s of %i is %o', (text, x, value) => {
  expect(runProgram(readProgram(text.split(' '))!, x)).toBe(value)
})

test.each(['', '+', '+ x', 'x x', '+ x 1 2', 'pow x 2', 'constructor x x', 'if x x x', '1 2'])(
  '%j is no program',
  (text) => {
    expect(readProgram(text.split(' '))).toBeNull()
  },
)

fcTest.prop([anyProblem(deduction)])(
  'any input that gives the output is a right abduction',
  ({ program, inputs }) => {
    const output = runProgram(program, inputs[0]!)
    const question = abduction.parse!(
      deduction
        .prompt({ program, inputs })
        .replace(/input .*/, `output ${`${output}`.split('').join(' ')} input`),
    )!
    for (let input = -20; input <= 20; input++) {
      const right = runProgram(program, input) === output
      expect(abduction.verify(question, `${input}`)).toEqual({ score: right ? 1 : 0, readable: true })
    }
  },
)

fcTest.prop([anyProblem(induction)])(
  'another program for the same outputs is right, one that differs once is wrong',
  (problem) => {
    const text = spellProgram(problem.program)
    expect(induction.verify(problem, `+ 0 ${text}`).score).toBe(1)
    const hidden = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9].find((x) => !problem.inputs.includes(x))!
    // Off by one at one input: where x is neither less nor more than it.
    const off = `if x ${hidden} ${text} if ${hidden} x ${text} + 1 ${text}`
    fc.pre(off.split(' ').length <= 60)
    expect(induction.verify(problem, off)).toEqual({ score: 0, readable: true })
  },
)

test('a prediction is judged by its output, whatever the program that it gives as a reason', () => {
  const problem = { program: readProgram(['*', 'x', '4'])!, inputs: [0, 1, 2, 5, 6, 7] }
  expect(prediction.prompt(problem)).toBe(
    'input 0 output 0 input 1 output 4 input 2 output 8 input 5 output 2 0 input 6 output 2 4 input 7 output',
  )
  expect(prediction.solve(problem)).toBe('program * x 4 input 7 output 2 8')
  const judge = (answer: string) => prediction.verify(problem, answer)
  expect(judge('program + x x input 7 output 2 8')).toEqual({ score: 1, readable: true })
  expect(judge('program * x 4 input 7 output 2 9')).toEqual({ score: 0, readable: true })
  expect(judge('program * x 4')).toEqual({ score: 0, readable: false })
})

fcTest.prop([anyProblem(prediction)])('the reason of a prediction is read again', (problem) => {
  expect(statedProgram(prediction.solve(problem))).toEqual(problem.program)
})

test.each(['', '* x 4 input 7 output 2 8', 'program input 7 output 2 8', 'program * x input 7'])(
  '%j gives no reason',
  (answer) => {
    expect(statedProgram(answer)).toBeNull()
  },
)

test('a program of more than 60 words is none', () => {
  const sum = (operators: number) => [
    ...Array<string>(operators).fill('+'),
    ...Array<string>(operators + 1).fill('x'),
  ]
  expect(runProgram(readProgram(sum(29))!, 2)).toBe(60)
  expect(readProgram(sum(30))).toBeNull()
  expect(readProgram(sum(100_000))).toBeNull()
})

test('a program of more than six operators is no problem', () => {
  const prompt = (operators: number) => `program ${'+ 1 '.repeat(operators)}x input 2 output`
  expect(deduction.solve(deduction.parse!(prompt(6))!)).toBe('8')
  expect(deduction.parse!(prompt(7))).toBeNull()
})

test('a program that says nothing is no induction', () => {
  const ask = (text: string) => inductionOf(readProgram(text.split(' '))!, stream(1))
  expect(ask('* 0 x')).toBeNull()
  expect(ask('mod 3 x')).toBeNull()
  expect(ask('* x x')?.inputs).toHaveLength(5)
  expect(predictionOf(readProgram(['*', '0', 'x'])!, stream(1))).toBeNull()
})

test.each([
  'program x input 4 output',
  'program + x 1 input 1 0 output',
  'program mod 1 x input 0 output',
  'program + x input 4 output',
])('%j is no problem', (prompt) => {
  expect(deduction.parse!(prompt)).toBeNull()
})

test('an output that no input gives is no problem', () => {
  expect(abduction.parse!('program * x 2 output 3 input')).toBeNull()
  expect(abduction.parse!('program * x 2 output 4 input')).not.toBeNull()
})

test('a few problems read as they did', () => {
  expect(sizeOf(readProgram('+ x * 3 x'.split(' '))!)).toBe(2)
  expectGoldenTask(
    'programs',
    [[deduction], [deduction, { size: 6 }], [abduction], [induction], [induction, { size: 4 }], [prediction]],
    import.meta,
  )
})
