import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { UserError } from 'coevo/core'
import { dataTask, readProblems, type ReadOptions } from 'coevo/task'
import { describeTask } from 'coevo/testing'
import { parquetWriteBuffer } from 'hyparquet-writer'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from '../../temporary-folder.ts'

const folder = temporaryFolder('data')

function write(name: string, content: string | Uint8Array): string {
  const file = join(folder, name)
  writeFileSync(file, content)
  return file
}

const jsonl = (...rows: readonly unknown[]) => rows.map((row) => `${JSON.stringify(row)}\n`).join('')

/** Rows in the layout in which GSM8K is published. */
const gsm8k = jsonl(
  {
    question: 'Ann had 24 eggs and sold half as many as Ben, who sold 24.\nHow many are left?',
    answer: 'Ann sold 24/2 = <<24/2=12>>12 eggs.\nShe has 24-12 = <<24-12=12>>12 left.\n#### 12',
  },
  {
    question: 'A car costs $1,000 and its radio $80. What do both cost?',
    answer: 'They cost 1000+80 = <<1000+80=1080>>1080 dollars.\n#### 1,080',
  },
)

/** Rows in the layout in which MATH is published. */
const math = jsonl(
  {
    problem: 'What is $\\frac{1}{4}+\\frac{1}{4}$?',
    level: 'Level 1',
    type: 'Prealgebra',
    solution: 'Both have the denominator $4$, so it is $\\frac{2}{4}=\\boxed{\\frac{1}{2}}$.',
  },
  {
    problem: 'Which day follows Monday?',
    level: 'Level 1',
    type: 'Prealgebra',
    solution: 'It is $\\boxed{\\text{Tuesday}}$.',
  },
)

const failure = (file: string, options?: ReadOptions) =>
  readProblems(file, options).then(
    () => 'no error',
    (error: unknown) => `${(error as Error).name}: ${(error as Error).message}`,
  )

describe('readProblems', () => {
  it('reads prompts and answers', async () => {
    const file = write(
      'own.jsonl',
      `\uFEFF${jsonl({ prompt: '1 + 1', answer: 2 })}\r\n${jsonl({ prompt: 'p', answer: 'x^2' })}`,
    )
    expect(await readProblems(file)).toEqual({
      problems: [
        { prompt: '1 + 1', answer: '2', solution: '2' },
        { prompt: 'p', answer: 'x^2', solution: 'x^2' },
      ],
      comparison: 'expression',
      skipped: 0,
      repeated: 0,
    })
  })

  it('reads GSM8K as it is published', async () => {
    const { problems, comparison } = await readProblems(write('gsm8k.jsonl', gsm8k))
    expect(comparison).toBe('number')
    expect(problems.map(({ answer }) => answer)).toEqual(['12', '1,080'])
    expect(problems[1]!.solution).toContain('<<1000+80=1080>>')
  })

  it('reads MATH as it is published', async () => {
    const { problems, comparison } = await readProblems(write('math.jsonl', math))
    expect(comparison).toBe('expression')
    expect(problems.map(({ answer }) => answer)).toEqual(['\\frac{1}{2}', '\\text{Tuesday}'])
  })

  it.each(['UNCOMPRESSED', 'SNAPPY'] as const)('reads the same from Parquet, %s', async (codec) => {
    const rows = gsm8k
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, string>)
    const columnData = ['question', 'answer'].map((name) => ({
      name,
      type: 'STRING' as const,
      data: rows.map((row) => row[name]),
    }))
    const file = write(`gsm8k-${codec}.parquet`, new Uint8Array(parquetWriteBuffer({ columnData, codec })))
    expect(await readProblems(file)).toEqual(await readProblems(write('gsm8k.jsonl', gsm8k)))
  })

  it('reads columns by other names', async () => {
    const file = write('named.jsonl', jsonl({ frage: 'wie viel', antwort: 'drei' }))
    const { problems } = await readProblems(file, { prompt: 'frage', answer: 'antwort' })
    expect(problems).toEqual([{ prompt: 'wie viel', answer: 'drei', solution: 'drei' }])
  })

  it.each([
    [
      'verl',
      {
        data_source: 'own',
        prompt: [
          { role: 'system', content: 'Be brief.' },
          { role: 'user', content: '1 + 1' },
        ],
        reward_model: { style: 'rule', ground_truth: '2' },
      },
      'Be brief.\n1 + 1',
    ],
    ['TRL', { prompt: [{ role: 'user', content: '1 + 1' }], solution: 'It is $2$, so \\boxed{2}.' }, '1 + 1'],
    ['TRL with an answer', { prompt: [{ role: 'user', content: '1 + 1' }], answer: 2 }, '1 + 1'],
    ['MATH-500', { problem: '1 + 1', solution: 'It is \\boxed{3}.', answer: '2', level: 1 }, '1 + 1'],
    ['ground truths', { prompt: '1 + 1', ground_truth: '2' }, '1 + 1'],
  ])('reads the layout of %s', async (_, row, prompt) => {
    const { problems } = await readProblems(write('layout.jsonl', jsonl(row)))
    expect(problems).toMatchObject([{ prompt, answer: '2' }])
  })

  it('reads a column within another by its name', async () => {
    const file = write('nested.jsonl', jsonl({ q: 'a', extra_info: { answer: { value: 7 } } }))
    const { problems } = await readProblems(file, { prompt: 'q', answer: 'extra_info.answer.value' })
    expect(problems).toMatchObject([{ prompt: 'a', answer: '7' }])
  })

  it('reads a JSON array, on one line or on many', async () => {
    const rows = [
      { prompt: 'a', answer: 1 },
      { prompt: 'b', answer: 2 },
    ]
    const expected = [{ prompt: 'a' }, { prompt: 'b' }]
    for (const content of [
      JSON.stringify(rows),
      JSON.stringify(rows, null, 2),
      `\uFEFF \n${JSON.stringify(rows)}\n`,
    ])
      expect((await readProblems(write('array.json', content))).problems).toMatchObject(expected)
    expect(await failure(write('array.json', '[{"prompt": "a", "answer": 1}'))).toContain('is no JSON array')
    expect(await failure(write('array.json', '[\n{"prompt": "a", "answer": 1}, 3]'))).toContain(
      'row 2: it is no JSON object',
    )
  })

  it('parts rows at line feeds alone', async () => {
    const rows = ['a\u2028b', 'c\u2029d', 'e\u0085f', 'g\rh'].map((prompt) => ({ prompt, answer: 1 }))
    const file = write('separators.jsonl', jsonl(...rows).replaceAll('\n', '\r\n'))
    const { problems, skipped } = await readProblems(file, { onError: 'skip' })
    expect(problems.map(({ prompt }) => prompt)).toEqual(rows.map(({ prompt }) => prompt))
    expect(skipped).toBe(0)
  })

  it('reads MATH with boxes of every kind', async () => {
    const solutions = [
      ['so it is $\\boxed 4$.', '4'],
      ['so it is \\fbox{5}', '5'],
      ['so $\\boxed{1}$ and $\\boxed{2}$.', '1, 2'],
      [`so \\boxed{6}. ${'And so on. '.repeat(500)}`, '6'],
    ] as const
    const file = write(
      'boxes.jsonl',
      jsonl(...solutions.map(([solution], i) => ({ problem: `p ${i}`, solution }))),
    )
    const { problems } = await readProblems(file)
    expect(problems.map(({ answer }) => answer)).toEqual(solutions.map(([, answer]) => answer))
    expect(problems[3]!.solution).toMatch(/so \\boxed\{6\}.* \\boxed\{6\}$/)
  })

  it('reads a line of ten megabytes at once', async () => {
    const file = write(
      'long.jsonl',
      jsonl({ prompt: 'word '.repeat(1e6), answer: `${'step '.repeat(1e6)} #### 7` }),
    )
    const begin = process.threadCpuUsage()
    expect((await readProblems(file)).problems[0]!.answer).toBe('7')
    expect(process.threadCpuUsage(begin).user).toBeLessThan(2e6)
  })

  it('takes a repeated row once', async () => {
    const file = write('twice.jsonl', jsonl({ prompt: 'a', answer: 1 }, { prompt: ' a', answer: 1 }))
    expect(await readProblems(file)).toMatchObject({ problems: [{ prompt: 'a' }], repeated: 1, skipped: 0 })
  })

  const faulty = [
    [1, '{"prompt": "a", "answer": 1', 'it is no JSON object'],
    [1, '[1, 2]', 'it is no JSON object'],
    [1, { prompt: 'b' }, "column 'answer' holds no text and no number"],
    [1, { prompt: ['b'], answer: 1 }, "column 'prompt' holds no text"],
    [1, { prompt: 'b', answer: '' }, "'' is empty"],
    [1, { prompt: ' ', answer: 1 }, 'the prompt is empty'],
    [1, { prompt: 'b', answer: '$' }, "'$' is no answer"],
    [1, { prompt: 'a', answer: 2 }, 'it asks what an earlier one asks and has another answer'],
  ] as const

  it.each(faulty)('names the line of a fault (%#)', async (_, row, fault) => {
    const line = typeof row === 'string' ? `${row}\n` : jsonl(row)
    const file = write('faulty.jsonl', `${jsonl({ prompt: 'a', answer: 1 })}\n${line}`)
    expect(await failure(file)).toBe(
      `UserError: Data file '${file}', line 3: ${fault}; mend it, or leave such rows out with { onError: 'skip' }.`,
    )
  })

  it('counts what it skips', async () => {
    const lines = faulty.map(([, row]) => (typeof row === 'string' ? `${row}\n` : jsonl(row))).join('')
    const file = write(
      'skipped.jsonl',
      `${lines.split('\n')[0]}\n${jsonl({ prompt: 'a', answer: 1 })}${lines}`,
    )
    expect(await readProblems(file, { onError: 'skip' })).toMatchObject({
      problems: [{ prompt: 'a', answer: '1' }],
      skipped: faulty.length + 1,
    })
  })

  it('names the row of a Parquet file', async () => {
    const columnData = [
      { name: 'question', type: 'STRING' as const, data: ['a', 'b'] },
      { name: 'answer', type: 'STRING' as const, data: ['#### 1', '#### none'] },
    ]
    const file = write('faulty.parquet', new Uint8Array(parquetWriteBuffer({ columnData })))
    expect(await failure(file)).toContain(
      "row 2: 'none' is no number (for other answers: { comparison: 'expression' } or 'text')",
    )
    expect(await failure(file, { comparison: 'text' })).toBe('no error')
  })

  it.each([
    ['missing.jsonl', null, 'There is no data file'],
    ['empty.jsonl', '\n\n', 'gives no problem: it has no rows.'],
    ['broken.parquet', 'PAR1 and nothing else', 'may be damaged: fetch or write it again'],
    [
      'control.jsonl',
      jsonl({ 'pro\u001b[2Jmt\u202e': 'a', answer: 1 }),
      "say which holds the prompt: { prompt: 'pro [2Jmt' }. Its columns: pro [2Jmt, answer.",
    ],
    [
      'columns.jsonl',
      jsonl({ promt: 'a', answer: 1 }),
      "has no column 'prompt'; say which holds the prompt: { prompt: 'promt' }. Its columns: promt, answer.",
    ],
    ['no-box.jsonl', jsonl({ problem: 'a', solution: 'It is 3.' }), "line 1: 'It is 3.' has no \\boxed{…}"],
  ])('refuses %s in one sentence', async (name, content, message) => {
    const file = content === null ? join(folder, name) : write(name, content)
    expect(await failure(file)).toMatch(/^UserError: [^\n]*\.$/)
    expect(await failure(file)).toContain(message)
  })

  it('refuses a file of which nothing is left', async () => {
    const file = write('nothing.jsonl', jsonl({ prompt: 'a', answer: '' }))
    expect(await failure(file, { onError: 'skip' })).toContain("gives no problem: line 1: '' is empty.")
  })
})

describe('dataTask', async () => {
  const task = dataTask({ name: 'gsm8k', ...(await readProblems(write('gsm8k.jsonl', gsm8k))) })
  describeTask(task, { texts: ['#### 12', 'The answer is 1,080.'] })
  describeTask(dataTask({ name: 'math', ...(await readProblems(write('math.jsonl', math))) }))

  it('asks and demonstrates in words, and judges what comes of them', () => {
    const problem = task.parse!('A car costs $1,000 and its radio $80. What do both cost?')!
    expect(task.solve(problem)).toMatch(/^They cost [^\n]+ #### 1,080$/)
    expect(task.verify(problem, 'Together \\boxed{\\$1080.00}')).toEqual({ score: 1, readable: true })
    expect(task.verify(problem, '1000')).toEqual({ score: 0, readable: true })
    expect(task.verify(problem, 'many')).toEqual({ score: 0, readable: false })
  })

  it('refuses problems that cannot be judged', () => {
    const problem = { prompt: 'a', answer: 'b', solution: 'c' }
    expect(() => dataTask({ name: 'own', problems: [problem] })).toThrow(
      "Problem 1 of task 'own': its solution 'c' does not end in its answer 'b'.",
    )
    expect(() => dataTask({ name: 'own', problems: [] })).toThrow(UserError)
  })
})
