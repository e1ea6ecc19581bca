import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { loadScenario, scenarioNames } from 'coevo/scenario'
import { temporaryFolder } from '../temporary-folder.ts'

const folder = temporaryFolder('load')

function file(name: string, text: string): string {
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}

describe('loadScenario', () => {
  it('loads each scenario that ships by its name', async () => {
    expect(scenarioNames()).toContain('kuhn-equilibrium')
    for (const name of scenarioNames()) {
      const { scenario, source } = await loadScenario(name)
      expect(scenario.name).toBe(name)
      expect(source).toBeNull()
    }
  })

  it("loads a user's file by its path", async () => {
    const zod = import.meta.resolve('zod')
    const path = file(
      'mine.mjs',
      `import { z } from '${zod}'
       export default { name: 'mine', title: 'Mine', description: '', options: z.object({}), build: () => ({}) }`,
    )
    const { scenario, source } = await loadScenario(path)
    expect(scenario.title).toBe('Mine')
    expect(source).toBe(path)
  })

  it('says which scenarios there are', async () => {
    await expect(loadScenario('khun-equilibrium')).rejects.toThrow(
      "There is no scenario 'khun-equilibrium'; did you mean 'kuhn-equilibrium'? Known: " +
        `${scenarioNames().join(', ')}; a file of your own needs its path.`,
    )
    await expect(loadScenario('./nowhere.ts')).rejects.toThrow("There is no scenario file './nowhere.ts'.")
  })

  it.each([
    ['nothing.mjs', 'export const a = 1', 'the default export: '],
    ['name.mjs', "export default { name: 'Not Kebab' }", 'name: must be kebab-case'],
    [
      'build.mjs',
      "export default { name: 'a', title: '', description: '' }",
      'options: must be a zod object',
    ],
    [
      'synopsis.mjs',
      "export default { name: 'a', title: '', synopsis: { roles: [] } }",
      'synopsis.roles: Too small',
    ],
    [
      'arms.mjs',
      "export default { name: 'a', title: '', study: { arms: {}, measures: [] } }",
      'study.arms: must name an arm',
    ],
    [
      'arm.mjs',
      "export default { name: 'a', title: '', study: { arms: { 1: { options: {} } }, measures: [] } }",
      'study.arms.1: ',
    ],
    ['syntax.mjs', 'export default {', 'cannot be loaded: '],
    ['throws.mjs', "throw new Error('no such card')", 'cannot be loaded: no such card'],
  ])('says what is wrong with %s', async (name, text, message) => {
    const path = file(name, text)
    await expect(loadScenario(path)).rejects.toThrow(message)
    await expect(loadScenario(path)).rejects.toThrow(path)
  })
})
