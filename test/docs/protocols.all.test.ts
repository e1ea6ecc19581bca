import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { checkProtocol, type System } from 'coevo/check'
import { describe, expect, test } from 'vitest'

const root = join(import.meta.dirname, '../..')
/** Inside the package, so that the examples import 'coevo' as a user's files do. */
const examples = join(import.meta.dirname, '.protocols')
const guide = readFileSync(join(root, 'docs/protocols.md'), 'utf8')

const [quiz, quizTest, live] = [...guide.matchAll(/^```ts file=\S+\n(.*?)^```/gms)].map(([, text]) => text!)
const mends = [...guide.matchAll(/^```diff file=quiz.ts\n@@\n(.*?)^```/gms)].map(([, text]) => text!)
const said = [...guide.matchAll(/^```text\n(.*?)^```/gms)].map(([, text]) => text!)

/** Applies one hunk of a unified difference whose context occurs once. */
function mend(text: string, hunk: string): string {
  const side = (sign: string) =>
    hunk
      .split('\n')
      .filter((line) => line.startsWith(' ') || line.startsWith(sign))
      .map((line) => line.slice(1))
      .join('\n')
  expect(text.split(side('-'))).toHaveLength(2)
  return text.replace(side('-'), () => side('+'))
}

rmSync(examples, { recursive: true, force: true })
const stages = mends.reduce((all, hunk) => [...all, mend(all.at(-1)!, hunk)], [quiz!])
const files = stages.map((text, stage) => {
  const folder = join(examples, `stage-${stage}`)
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'quiz.ts'), text)
  return join(folder, 'quiz.ts')
})
const last = join(examples, `stage-${stages.length - 1}`)
writeFileSync(join(last, 'quiz.test.ts'), quizTest!)
writeFileSync(join(last, 'live.ts'), live!)

describe('the guide to protocols', () => {
  test('compiles at every stage', () => {
    writeFileSync(
      join(examples, 'tsconfig.json'),
      JSON.stringify({ extends: '../../../tsconfig.json', include: ['*/*.ts'] }),
    )
    expect(() => execFileSync('npx', ['tsc', '-p', examples], { cwd: root })).not.toThrow()
  })

  test('says what the checker says', async () => {
    const systems = await Promise.all(
      files.map(async (file) => ((await import(file)) as { default: System }).default),
    )
    const results = await Promise.all(systems.map((system) => checkProtocol(system)))
    expect(said).toHaveLength(results.length)
    results.forEach(({ violations: [violation], complete, states }, stage) => {
      if (violation === undefined) {
        expect(complete).toBe(true)
        expect(said[stage]).toContain(`no violation in any of the ${states} states`)
        return
      }
      expect(said[stage]).toContain(violation.summary)
      expect(said[stage]).toContain(violation.deviations.join('\n    '))
    })
    expect(results.map(({ violations }) => violations[0]?.cause.kind)).toEqual([
      'hang',
      undefined,
      'broken',
      undefined,
    ])
    expect(said[0]).toContain(`--replay ${results[0]!.violations[0]!.token}`)
  })
})

test('the example runs on a real bus, and says what the guide says', async () => {
  const { conversation } = (await import(join(last, 'live.ts'))) as { conversation: readonly string[] }
  const [told] = [...guide.matchAll(/^```txt\n(.*?)^```/gms)].map(([, text]) => text!)
  expect(`${conversation.join('\n')}\n`).toBe(told)
})

describe('the tests of the guide', async () => {
  await import(join(last, 'quiz.test.ts'))
})
