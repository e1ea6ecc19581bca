import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { execute } from '../../../src/cli/index.ts'
import { githubAnnotations } from '../../../src/cli/check/github.ts'
import { junitXml } from '../../../src/cli/check/junit.ts'
import { checkProtocol, replayCommand, type CheckResult } from 'coevo/check'
import { fakeTerminal } from '../terminal.ts'
import { temporaryFolder } from '../../temporary-folder.ts'
import system from './greeting.ts'

const root = temporaryFolder('check-build')
const greeting = new URL('greeting.ts', import.meta.url).pathname

async function coevo(...args: readonly string[]) {
  const terminal = fakeTerminal()
  const code = await execute(['check', ...args], terminal)
  return { code, stdout: terminal.stdout, stderr: terminal.stderr }
}

/** Reads XML as strictly as a build server: every tag closed in turn, every entity known. */
function readXml(text: string) {
  const open: string[] = []
  const attributes: Record<string, string>[] = []
  const plain = (value: string) =>
    value.replaceAll(/&(\w+);/g, (whole, name: string) => {
      const known: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" }
      if (known[name] === undefined) throw new Error(`no entity ${whole}`)
      return known[name]
    })
  const texts: string[] = []
  let at = 0
  for (const match of text.matchAll(/<(\?xml[^>]*\?|\/?[\w-]+(?:\s+[\w-]+="[^"<]*")*\/?)>/g)) {
    const between = text.slice(at, match.index)
    if (/[<>]/.test(between)) throw new Error(`stray ${between}`)
    if (between.trim() !== '') texts.push(plain(between))
    at = match.index + match[0].length
    const tag = match[1]!
    const name = tag.replace(/[\s/].*$/s, '')
    if (tag.startsWith('?')) continue
    if (tag.startsWith('/')) {
      if (open.pop() !== tag.slice(1)) throw new Error(`${tag} closes another`)
      continue
    }
    const pairs = [...tag.matchAll(/([\w-]+)="([^"]*)"/g)].map(
      ([, key, value]) => [key!, plain(value!)] as const,
    )
    attributes.push({ tag: name, ...Object.fromEntries(pairs) })
    if (!tag.endsWith('/')) open.push(name)
  }
  expect(open).toEqual([])
  return { attributes, texts }
}

const awkward = 'a <b> & "c" \'d\' ]]> \u0000\u001b[31m \ud800 é'

describe('JUnit XML', () => {
  test('has a case for each promise, and a failure with the whole story for one that is broken', async () => {
    const file = join(root, 'check.xml')
    const { code, stderr } = await coevo(greeting, '--junit', file)
    expect([code, stderr]).toEqual([1, `The JUnit report is in ${file}.\n`])
    const { attributes, texts } = readXml(readFileSync(file, 'utf8'))
    const [suites, suite, ...cases] = attributes
    expect(suites).toMatchObject({ tag: 'testsuites', failures: '1', errors: '0' })
    expect(suite).toMatchObject({ tag: 'testsuite', name: 'greeting', tests: suites!['tests']! })
    expect(cases.filter(({ tag }) => tag === 'testcase')).toHaveLength(Number(suites!['tests']))
    expect(cases.filter(({ tag }) => tag === 'failure')).toEqual([
      { tag: 'failure', type: 'hang', message: expect.stringMatching(/^host waits in 'asking' for ever/) },
    ])
    expect(texts[0]).toContain('drop #0 hello host → guest-0')
    expect(texts[0]).toContain(`coevo check ${greeting} --replay `)
    expect(texts[0]).not.toContain('sequenceDiagram')
  })

  test('holds whatever a promise, a path or a sentence holds', async () => {
    const result = await checkProtocol(system)
    const [violation] = result.violations
    const odd: CheckResult = {
      ...result,
      notes: [awkward],
      violations: [
        { ...violation!, cause: { kind: 'broken', monitor: awkward, detail: awkward }, summary: awkward },
      ],
    }
    const monitors = [{ name: awkward, initial: 0, next: () => 0, broken: () => null, hot: () => false }]
    const text = junitXml(odd, {
      name: awkward,
      system: { ...system, monitors },
      seconds: 1.5,
      tell: () => awkward,
    })
    const { attributes, texts } = readXml(text)
    const told = 'a <b> & "c" \'d\' ]]> \ufffd\ufffd[31m \ufffd é'
    expect(attributes.find(({ tag }) => tag === 'failure')).toMatchObject({ message: told })
    expect(attributes.findLast(({ tag }) => tag === 'testcase')).toMatchObject({
      name: told,
      classname: told,
    })
    expect(texts.every((each) => each.startsWith('a <b>') || each.includes('No'))).toBe(true)
    expect(attributes[0]).toMatchObject({ failures: '1', time: '1.500' })
  })

  test('that cannot be written is a sentence', async () => {
    const { code, stderr } = await coevo(greeting, '--junit', join(root, 'none', 'check.xml'))
    expect(code).toBe(2)
    expect(stderr).toMatch(/The report cannot be written \(ENOENT.*: choose another place with --junit\./)
  })
})

describe('annotations for GitHub Actions', () => {
  test('name the file, the promise, and how to tell the run again', async () => {
    const { code, stdout } = await coevo(greeting, '--github')
    expect(code).toBe(1)
    const [line] = stdout.split('\n').filter((each) => each.startsWith('::'))
    expect(line).toMatch(
      /^::error file=[^:,]*test\/cli\/check\/greeting\.ts,title=greeting%3A a promise is broken::host waits in 'asking' for ever: .*%0Adrop #0 hello host → guest-0%0Acoevo check .*greeting\.ts --replay \S+$/,
    )
    const json = await coevo(greeting, '--github', '--json')
    expect(json.stderr).toMatch(/^::error /)
    expect(JSON.parse(json.stdout)).toMatchObject({ protocol: 'greeting' })
  })

  test('escape what would begin another', async () => {
    const result = await checkProtocol(system)
    const said = githubAnnotations(
      {
        ...result,
        violations: [{ ...result.violations[0]!, summary: '100 %\r\n::error::x', deviations: [] }],
        notes: ['a, b: c'],
      },
      { file: '/x/a:b,c%.ts', replay: () => 'again' },
    )
    const lines = said.trim().split('\n')
    expect(lines[0]).toMatch(
      /^::error file=\S*a%3Ab%2Cc%25\.ts,title=greeting%3A a promise is broken::100 %25%0D%0A::error::x%0Aagain$/,
    )
    expect(lines[1]).toBe(
      '::notice file=' +
        lines[0]!.split('file=')[1]!.split(',title')[0]! +
        ',title=greeting%3A no proof::a, b: c',
    )
  })
})

describe('on a terminal', () => {
  test('no diagram is printed, and each thing once', async () => {
    const { stdout } = await coevo(greeting)
    expect(stdout).not.toContain('mermaid')
    expect(stdout.match(/waits in 'asking' for ever/g)).toHaveLength(1)
    expect(stdout.match(/--replay /g)).toHaveLength(1)
    const report = join(root, 'broken.md')
    await coevo(greeting, '--report', report)
    expect(readFileSync(report, 'utf8')).toContain('```mermaid\nsequenceDiagram')
  })

  test('the protocol and its machines are drawn when that is asked for', async () => {
    const { code, stdout } = await coevo('lesson', '--diagram')
    expect(code).toBe(0)
    expect(stdout).toMatch(/^# lesson: /)
    expect(stdout.match(/```mermaid\n/g)!.length).toBeGreaterThan(2)
    expect(stdout).toContain('stateDiagram-v2')
    const { machines } = JSON.parse((await coevo('lesson', '--diagram', '--json')).stdout) as {
      machines: object
    }
    expect(Object.keys(machines)).toEqual(['teacher', 'solver', 'verifier'])
    expect((await coevo('lesson', '--diagram', '--report', 'x.md')).code).toBe(2)
  })

  test('a bound and a time are kept to', async () => {
    const { stdout } = await coevo('match', '--max-time', '1', '--json')
    expect(JSON.parse(stdout)).toMatchObject({
      complete: false,
      notes: [expect.stringMatching(/^Stopped at /)],
    })
    const bounded = JSON.parse(
      (await coevo(greeting, '--in-flight', '1', '--faults', 'none', '--json')).stdout,
    ) as CheckResult
    expect(bounded.violations).toEqual([])
    for (const wrong of [
      ['--in-flight', '0'],
      ['--in-flight', '2', '--runs', '5'],
      ['--max-time', 'soon'],
    ])
      expect((await coevo(greeting, ...wrong)).code).toBe(2)
  })
})

test('the line that tells a run again can be pasted, whatever the path', async () => {
  const folder = join(root, "it's a folder")
  mkdirSync(folder)
  const file = join(folder, 'my system.ts')
  writeFileSync(file, `export { default } from '${greeting}'\n`)
  const { stdout } = await coevo(file)
  const quoted = `'${file.replaceAll("'", String.raw`'\''`)}'`
  expect(stdout).toContain(`coevo check ${quoted} --replay `)
  expect(replayCommand('match')('T')).toBe('coevo check match --replay T')
})
