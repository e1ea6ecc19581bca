import { checkProtocol, replay } from 'coevo/check'
import { describe, expect, test } from 'vitest'
import { exampleMutants } from './examples.ts'
import { lessonMutants } from './lesson.ts'
import { matchMutants, untouched } from './match.ts'

const mutants = [...matchMutants, ...lessonMutants, ...exampleMutants]

describe('without its fault', () => {
  const originals = [...new Set(mutants.map(({ original }) => original)), untouched]
  const named = originals.map((system, i) => [`${system.name}, scope ${i}`, system] as const)
  test.for(named)('%s holds, every run of it', async ([, system]) => {
    expect(await checkProtocol(system)).toMatchObject({ complete: true, violations: [], notes: [] })
  })
  test.for(named)('%s holds, many runs of it', async ([, system]) => {
    expect(await checkProtocol(system, { mode: 'random' })).toMatchObject({ violations: [], notes: [] })
  })
})

describe.for(['exhaustive', 'random'] as const)('found out by %s search', (mode) => {
  test.for(mutants)('$name', async ({ system, cause }) => {
    const { violations } = await checkProtocol(system, { mode, seed: 1 })
    expect(violations).toHaveLength(1)
    const [violation] = violations
    expect(violation!.cause).toMatchObject(cause)
    expect(violation!.deviations.length).toBeLessThanOrEqual(3)
    expect(replay(system, violation!.token).cause).toMatchObject(cause)
  })
})
