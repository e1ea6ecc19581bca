import { existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { temporaryFolder } from '../temporary-folder.ts'
import { machine, pack, reachesRegistry, type Machine } from './machine.ts'

const root = join(import.meta.dirname, '../..')
const readme = readFileSync(join(root, 'README.md'), 'utf8')
const place = temporaryFolder('package')

/** Whether there is a registry to install from; continuous integration must not pass without one. */
const online = process.env['CI'] === 'true' || (await reachesRegistry())
if (!online) process.stderr.write('The npm registry cannot be reached: the package is not tested.\n')

describe.skipIf(!online)('the packed package', () => {
  let tarball: string
  /** What other versions of Node and npm are put in. */
  const tools = join(place, 'tools')
  const ours = machine(join(place, 'ours'), process.execPath)
  const withNpm = (version: string): Machine =>
    machine(join(place, `npm-${version}`), process.execPath, join(tools, `npm${version}/node_modules/npm`))
  const fetched = async (name: string, version: string) => {
    const folder = join(tools, name + version)
    await ours.sh(folder, `npm install --prefix . ${name}@${version}`)
    return folder
  }
  const folderOf = (name: string) => join(place, name)

  beforeAll(async () => {
    tarball = await pack(place)
    for (const version of ['10', '11']) await fetched('npm', version)
  }, 1_800_000)

  test.for(['10', '11'])('installs into an empty folder with npm %s, and runs no script', async (version) => {
    const { sh } = withNpm(version)
    const project = folderOf(`empty-${version}`)
    expect(await sh(project, 'npm --version')).toMatch(new RegExp(`^${version}\\.`))
    const said = await sh(project, `npm install --foreground-scripts '${tarball}'`)
    expect(said).toMatch(/added \d+ packages/)
    // npm names a script that it runs as '> package@version script'.
    expect(said).not.toMatch(/^> |npm (warn|error)/m)
    expect(await sh(project, 'npx coevo --version')).toMatch(/^\d+\.\d+\.\d+\n$/)
    expect(await sh(project, 'npx coevo run kuhn-equilibrium --set steps=2 --json')).toContain(
      '"finished":true',
    )
    // The same again from the lock, as on the next machine.
    expect(await sh(project, 'npm ci --foreground-scripts')).not.toMatch(/^> |npm (warn|error)/m)
    expect(await sh(project, 'npx coevo games')).toContain('kuhn-poker')
  })

  test('the README, typed in its order: a game of one’s own is tested, solved, learned and played', async () => {
    const { sh } = withNpm('11')
    const project = folderOf('readme')
    const said: string[] = []
    const blocks = readme.matchAll(/^```(?:(sh) typed|\w+ file=(\S+))\n(.*?)^```/gms)
    for (const [, typed, file, text] of blocks)
      if (typed === undefined) writeFileSync(join(project, file!), text!)
      else said.push(await sh(project, text!.replace('npm install coevo\n', `npm install '${tarball}'\n`)))
    const story = said.join('')
    expect(story).toMatch(/Tests .*22 passed/)
    expect(story).toContain('22 rules; it keeps all of them.')
    expect(story).toContain('value     1 for the first player')
    const [, first, last] = /NashConv {2}first ([\d.]+) +last ([\d.]+)/.exec(story)!
    expect(Number(last)).toBeLessThan(Number(first) / 3)
    expect(story).toMatch(/match: no violation in .*sessions/)
    expect(story).toMatch(/checkpoint:runs\/my-nim-1/)
  })

  test('the examples of the guides compile, run, and their tests pass', async () => {
    const { sh } = withNpm('11')
    const project = folderOf('readme')
    const guides = globSync('node_modules/coevo/docs/*.md', { cwd: project })
    const programs = guides.flatMap((guide) => {
      const folder = join(project, 'guides', basename(guide, '.md'))
      const text = readFileSync(join(project, guide), 'utf8')
      return [...text.matchAll(/^```(?:ts|jsonl) file=(\S+)\n(.*?)^```/gms)].map(([, file, example]) => {
        mkdirSync(folder, { recursive: true })
        writeFileSync(join(folder, file!), example!)
        return join(folder, file!)
      })
    })
    expect(programs.length).toBeGreaterThan(20)
    await sh(project, 'npx tsc')
    // The first stage of the guide to protocols has faults that its tests find.
    await sh(project, "npx vitest run guides --exclude '**/protocols/**'")
    for (const program of programs.filter((file) => /(?<!\.test)\.ts$/.test(file)))
      await sh(dirname(program), `node ${basename(program)}`)
  })

  test('coevo init makes a folder whose tests pass, whose types are right and whose commands work', async () => {
    const { sh } = withNpm('10')
    const project = folderOf('init')
    await sh(project, `npm install '${tarball}' && npx coevo init && npm install`)
    await sh(project, 'npm run types && npm test')
    await sh(
      project,
      'npx coevo solve ./game.ts && npx coevo check ./protocol.ts && npx coevo audit ./task.ts',
    )
    await sh(project, 'npx coevo run ./scenario.ts --set steps=2')
    await expect(sh(project, 'npx coevo init')).rejects.toMatchObject({ code: 2 })
    // All suites, with the oldest vitest that may be used.
    writeFileSync(join(project, 'suites.test.ts'), readFileSync(join(import.meta.dirname, 'suites.ts')))
    await sh(
      project,
      'npm run types && npx vitest run suites && npm install --save-dev vitest@3 && npx vitest run',
    )
  })

  test('sources and documents are there, and what points to them finds them', () => {
    const coevo = join(folderOf('empty-11'), 'node_modules/coevo')
    const missing = globSync('dist/**/*.map', { cwd: coevo }).flatMap((name) => {
      const map = join(coevo, name)
      const { sources } = JSON.parse(readFileSync(map, 'utf8')) as { readonly sources: readonly string[] }
      return sources.map((source) => resolve(dirname(map), source)).filter((path) => !existsSync(path))
    })
    expect(missing).toEqual([])
    const dead = globSync(['README.md', 'docs/*.md'], { cwd: coevo }).flatMap((name) =>
      [...readFileSync(join(coevo, name), 'utf8').matchAll(/\]\(([^)#:]+)(?:#[^)]*)?\)/g)]
        .map(([, link]) => resolve(coevo, dirname(name), link!))
        .filter((path) => !existsSync(path)),
    )
    expect(dead).toEqual([])
  })

  test('Node 22 runs it, and an older one is told in a sentence what is missing', async () => {
    const node = async (version: string) =>
      machine(
        join(place, `node-${version}`),
        join(await fetched('node', version), 'node_modules/node/bin/node'),
      )
    const { sh } = await node('22.19.0')
    const project = folderOf('init')
    expect(await sh(project, 'node --version')).toBe('v22.19.0\n')
    expect(await sh(project, 'npx coevo solve ./game.ts --fresh && npx vitest run')).toMatch(/Tests .*passed/)
    const older = await node('20')
    await expect(older.sh(project, 'npx coevo games')).rejects.toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/^coevo needs Node 24 or newer, .*; this is Node 20[\d.]+\.$/m),
    })
  })
})
