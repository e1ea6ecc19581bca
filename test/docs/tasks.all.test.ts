import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { checkTask, isTestPrompt, type DataProblem, type SandboxedVerifier, type Task } from 'coevo/task'
import { describe, expect, test } from 'vitest'

const root = join(import.meta.dirname, '../..')
/** Inside the package, so that the examples import 'coevo' as a user's files do. */
const examples = join(import.meta.dirname, '.tasks')
const guide = readFileSync(join(root, 'docs/tasks.md'), 'utf8')

const files = [...guide.matchAll(/^```(?:ts|jsonl) file=(\S+)\n(.*?)^```/gms)].map(
  ([, name, text]) => [name!, text!] as const,
)
const [fault] = [...guide.matchAll(/^```diff file=divisor.ts\n@@\n-(.*)\n\+(.*)\n```/gm)]
const [told, shown] = [...guide.matchAll(/^```text\n(.*?)^```/gms)].map(([, text]) => text!)

rmSync(examples, { recursive: true, force: true })
mkdirSync(examples)
for (const [name, text] of files) writeFileSync(join(examples, name), text)

/** What an example exports. */
const load = async <T>(file: string) => (await import(join(examples, file))) as T

/** Plays a game as whoever writes these lines. */
const play = (file: string, ...lines: string[]) =>
  execFileSync(
    process.execPath,
    ['--conditions=source', join(root, 'src/cli/main.ts'), 'play', file, '--against', 'first'],
    { cwd: examples, encoding: 'utf8', input: lines.map((line) => `${line}\n`).join('') },
  )

describe('the guide to tasks', () => {
  test('compiles', () => {
    const config = { extends: '../../../tsconfig.json', include: ['*.ts'] }
    writeFileSync(join(examples, 'tsconfig.json'), JSON.stringify(config))
    expect(() => execFileSync('npx', ['tsc', '-p', examples], { cwd: root })).not.toThrow()
  })

  test('says what the suite says of the fault', async () => {
    const divisor = readFileSync(join(examples, 'divisor.ts'), 'utf8')
    const [, before, after] = fault!
    expect(divisor.split(before!)).toHaveLength(2)
    writeFileSync(
      join(examples, 'lenient.ts'),
      divisor.replace(before!, () => after!),
    )
    const { default: lenient } = await load<{ default: Task }>('lenient.ts')
    expect(checkTask(lenient).map(({ rule, message }) => `${rule}: ${message}\n`)).toEqual([told])
  })

  test('parts problems to train on from those to test with', async () => {
    const { default: divisor } = await load<{ default: Task }>('divisor.ts')
    const { problem, problems } = await load<{ problem: null; problems: null[] }>('sets.ts')
    expect(isTestPrompt(divisor.prompt(problem))).toBe(false)
    expect(problems).toHaveLength(10)
    expect(problems.every((one) => isTestPrompt(divisor.prompt(one)))).toBe(true)
  })

  test('plays', () => {
    const [asked, listed, answer] = shown!.trim().split('\n')
    const told = play('./divisor-game.ts', answer!.slice(2))
    for (const line of [asked!, listed!, 'It is over. Your return is 1.']) expect(told).toContain(line)
  })

  test('loads the file', async () => {
    const { default: capitals } = await load<{ default: Task<DataProblem, never> }>('capitals.ts')
    const judge = (prompt: string, answer: string) => capitals.verify(capitals.parse!(prompt)!, answer)
    expect(judge('What is the slope of y = x^2 at x?', 'It is \\boxed{x+x}.').score).toBe(1)
    expect(judge('How many people live in Malta?', '550000').score).toBe(1)
    expect(judge('What is the capital of Peru?', 'The answer is Quito').score).toBe(0)
  })

  test('verifies in a thread', async () => {
    const { verify } = await load<{ verify: SandboxedVerifier }>('primes.ts')
    expect(await verify(100, '101')).toEqual({ score: 1, readable: true })
    expect(await verify(100, '102')).toEqual({ score: 0, readable: true })
    await expect(verify(100, '9007199254740881')).rejects.toThrow('is-prime.ts')
    await verify.close()
  })
})

describe('the tests of the guide', async () => {
  await import(join(examples, 'divisor.test.ts'))
})
