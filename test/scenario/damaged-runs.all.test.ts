import { expect, test } from 'vitest'
import { temporaryFolder } from '../temporary-folder.ts'
import { expectTruth, killedRun } from './damaged-runs.ts'

const root = temporaryFolder('damaged-runs')

test('a run of which a file is damaged ends as it should, or is refused in a sentence', async () => {
  const killed = await killedRun(root)
  const seen: string[] = []
  for (let number = 0; number < 60; number++) seen.push(await expectTruth(killed, number))
  for (const end of ['held', 'told'])
    expect(seen.filter((what) => what.endsWith(end)).length).toBeGreaterThan(5)
})
