import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { RunHeader } from 'coevo/store'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../temporary-folder.ts'

// In processes of their own, because what a file imports is seen by Node's hooks.
const root = temporaryFolder('stale')
const main = new URL('../../src/cli/main.ts', import.meta.url).pathname
const fakes = new URL('../scenario/fakes.ts', import.meta.url).href

function coevo(...args: readonly string[]) {
  const command = ['--conditions=source', main, ...args]
  const { status, stdout, stderr } = spawnSync(process.execPath, command, { cwd: root, encoding: 'utf8' })
  return { status, stdout, stderr }
}

const write = (name: string, text: string) => writeFileSync(join(root, name), text)
const headerOf = (folder: string) =>
  JSON.parse(readFileSync(join(root, folder, 'scenario.json'), 'utf8')) as RunHeader

test('what a scenario imports is its code, wherever that lies, and a change of it stops a resume', () => {
  mkdirSync(join(root, 'lib'))
  write('lib/rate.ts', `export { rate } from './deep.mjs'\nexport type Unused = import('./type.ts').Type`)
  write('lib/deep.mjs', `import data from '../data.json' with { type: 'json' }\nexport const { rate } = data`)
  write('data.json', '{ "rate": 1 }')
  // Ends its process in the middle of the first sitting.
  write(
    'coin.ts',
    `import { existsSync, writeFileSync } from 'node:fs'
     import { coinScenario, createLadder } from '${fakes}'
     import { rate } from './lib/rate.ts'
     const ladder = createLadder()
     const next = (step) => {
       if (step === 8 && !existsSync('killed')) {
         writeFileSync('killed', '')
         process.kill(process.pid, 'SIGKILL')
       }
       return ladder.next(step)
     }
     export default {
       ...coinScenario,
       name: 'mine',
       build: (...args) => ({ ...coinScenario.build(...args), work: { ...ladder, next }, rate }),
     }`,
  )
  coevo('run', './coin.ts')
  const names = ['coin.ts', 'data.json', 'lib/deep.mjs', 'lib/rate.ts']
  const noted = Object.keys(headerOf('runs/mine-1').code!.files)
  expect(noted.filter((name) => !name.endsWith('fakes.ts'))).toEqual(names)
  expect(noted).toHaveLength(names.length + 1)
  write('data.json', '{ "rate": 2 }')
  const refused = coevo('resume', 'mine-1')
  expect(refused).toEqual({
    status: 2,
    stdout: '',
    stderr:
      "coevo: 'runs/mine-1' was begun with another state of data.json: begin anew, or go on with what is there now: 'coevo resume runs/mine-1 --changed'.\n",
  })
  const resumed = coevo('resume', 'mine-1', '--changed', '--json')
  expect(resumed.stderr).toMatch(
    /^Since the run was begun there is a change of data\.json: .*\nmine, seed 1, 12 steps from step 6/,
  )
  expect(resumed.status).toBe(0)
  expect(headerOf('runs/mine-1').changes).toMatchObject([{ step: 6 }])
  // Through a link it is the same code.
  symlinkSync(join(root, 'coin.ts'), join(root, 'lib', 'link.ts'))
  expect(coevo('run', './lib/link.ts', '--seed', '2').status).toBe(0)
  expect(Object.keys(headerOf('runs/mine-2').code!.files)).toEqual(noted)
})

test('a tournament goes on only with the rules that it was begun with', () => {
  const nim = new URL('nim.ts', import.meta.url).href
  write('nim.ts', `export { default } from '${nim}'`)
  const args = ['tournament', '--game', './nim.ts', '--agents', 'uniform,first', '--rounds', '2', '--json']
  expect(coevo(...args).status).toBe(0)
  expect(Object.keys(headerOf('runs/tournament-1').code!.files)).toContain('nim.ts')
  write('nim.ts', `export { default } from '${nim}' // changed`)
  expect(coevo('resume', 'runs/tournament-1')).toMatchObject({
    status: 2,
    stderr: expect.stringContaining("'runs/tournament-1' was begun with another state of nim.ts: ") as string,
  })
  expect(coevo('resume', 'runs/tournament-1', '--changed').status).toBe(0)
  expect(headerOf('runs/tournament-1').changes).toHaveLength(1)
})
