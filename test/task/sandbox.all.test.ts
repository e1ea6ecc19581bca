import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { UserError } from 'coevo/core'
import { sandboxedVerifier, type SandboxOptions } from 'coevo/task'
import { describe, expect, it, onTestFinished } from 'vitest'
import { temporaryFolder } from '../temporary-folder.ts'

const folder = temporaryFolder('verifier')
let files = 0

/** A verifier whose body is given. */
function verifier(body: string, options?: SandboxOptions) {
  return fromModule(`export function verify(problem, answer) { ${body} }`, options)
}

function fromModule(text: string, options?: SandboxOptions) {
  const file = join(folder, `verifier-${files++}.mjs`)
  writeFileSync(file, text)
  const verify = sandboxedVerifier(file, options)
  onTestFinished(() => verify.close())
  return { verify, file }
}

/** Right when it is the problem; and otherwise as the answer says. */
const MOODY = `
  globalThis.served = (globalThis.served ?? 0) + 1
  if (answer === 'throw') throw new Error('I cannot read this')
  if (answer === 'hang') for (;;);
  if (answer === 'wait') return new Promise(() => {})
  if (answer === 'eat') { const all = []; for (;;) all.push(new Array(1e5).fill({ answer })) }
  if (answer === 'exit') process.exit(0)
  if (answer === 'late') { setTimeout(() => { throw new Error('too late') }, 20); return true }
  if (answer === 'served') return { score: 1 / globalThis.served, readable: true }
  return { score: answer === problem ? 1 : 0, readable: true }`

describe('a verifier in a thread of its own', () => {
  it('judges, one answer after another, in the thread that it has', async () => {
    const { verify } = verifier(MOODY)
    const verdicts = await Promise.all(['a', 'b', 'served'].map((answer) => verify('a', answer)))
    expect(verdicts.map(({ score }) => score)).toEqual([1, 0, 1 / 3])
  })

  it.each([
    ['throw', 'fails: I cannot read this'],
    ['hang', 'has given no verdict for 300 ms and was stopped'],
    ['wait', 'has given no verdict for 300 ms and was stopped'],
    ['exit', 'ends its thread'],
  ])('rejects when it should %s, names the file, and serves the next answer', async (answer, reason) => {
    const { verify, file } = verifier(MOODY, { milliseconds: 300 })
    const before = verify('a', 'a')
    const failing = verify('a', answer)
    const next = verify('a', 'a')
    await expect(failing).rejects.toThrow(UserError)
    await expect(failing).rejects.toThrow(`Verifier '${file}' ${reason}.`)
    expect(await before).toEqual({ score: 1, readable: true })
    expect(await next).toEqual({ score: 1, readable: true })
  })

  it('keeps its thread when it throws, and gets another when it was stopped', async () => {
    const { verify } = verifier(MOODY, { milliseconds: 300 })
    await expect(verify('a', 'throw')).rejects.toThrow()
    expect((await verify('a', 'served')).score).toBe(1 / 2)
    await expect(verify('a', 'hang')).rejects.toThrow()
    expect((await verify('a', 'served')).score).toBe(1)
  })

  it('may fail while nobody waits', async () => {
    const { verify } = verifier(MOODY)
    expect((await verify('a', 'late')).score).toBe(1)
    await new Promise((resolve) => setTimeout(resolve, 200))
    expect((await verify('a', 'served')).score).toBe(1)
  })

  it('writes nothing to standard output, which is not its own', () => {
    const { file } = verifier(`console.log('I think ...'); return true`)
    const program = join(folder, 'program.mjs')
    writeFileSync(
      program,
      `import { sandboxedVerifier } from ${JSON.stringify(import.meta.resolve('coevo/task'))}
      console.log(JSON.stringify(await sandboxedVerifier(${JSON.stringify(file)})('a', 'a')))`,
    )
    const stdout = execFileSync(process.execPath, ['--conditions=source', program], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    expect(stdout).toBe('{"score":1,"readable":true}\n')
  })

  it('is stopped when it eats memory', async () => {
    const { verify, file } = verifier(MOODY, { milliseconds: 60_000, memoryMegabytes: 16 })
    await expect(verify('a', 'eat')).rejects.toThrow(`Verifier '${file}' needs more than 16 MB.`)
    expect(await verify('a', 'a')).toEqual({ score: 1, readable: true })
  })

  it.each([
    ['true', { score: 1, readable: true }],
    ['0.25', { score: 0.25, readable: true }],
    ['Promise.resolve({ score: 0, readable: false, note: 1 })', { score: 0, readable: false }],
  ])('may give %s', async (value, verdict) => {
    expect(await verifier(`return ${value}`).verify(null, '')).toEqual(verdict)
  })

  it.each([
    '2',
    '-1',
    'undefined',
    "'right'",
    '{ score: 1 }',
    '{ score: "1", readable: true }',
    'NaN',
    '() => 1',
  ])('may not give %s', async (value) => {
    await expect(verifier(`return ${value}`).verify(null, '')).rejects.toThrow('which is no verdict')
  })

  it('may be the verifier of a task', async () => {
    const { verify } = fromModule(
      'export default { verify: (problem, answer) => problem.sum === Number(answer) }',
    )
    expect(await verify({ sum: 5 }, '5')).toEqual({ score: 1, readable: true })
  })

  it.each([
    ['export const a = 1', 'cannot be loaded: it exports no function verify(problem, answer)'],
    ["throw new Error('not today')", 'cannot be loaded: not today'],
    ['export function verify( {', 'cannot be loaded: '],
  ])('says why a file cannot be loaded, each time', async (text, reason) => {
    const { verify, file } = fromModule(text)
    for (let i = 0; i < 2; i++) await expect(verify(null, '')).rejects.toThrow(`Verifier '${file}' ${reason}`)
  })

  it('is found by its URL too, or not at all', async () => {
    const { file } = verifier(MOODY)
    const verify = sandboxedVerifier(pathToFileURL(file))
    onTestFinished(() => verify.close())
    expect(await verify('a', 'a')).toEqual({ score: 1, readable: true })
    expect(() => sandboxedVerifier(join(folder, 'none.ts'))).toThrow(UserError)
  })
})
