import { checkProtocol } from 'coevo/check'
import twoPhaseCommit, { resourceManager } from 'coevo/protocols/two-phase-commit'
import { describe, expect, test } from 'vitest'

/*
 * Where the counts come from. While the transaction is open, each of n resource managers is in one of four
 * situations: working, aborted, prepared, or prepared and known to be so. Once it is committed, in one of
 * two: prepared or committed. Once it is aborted, in one of six: working, prepared or known to be so, and
 * aborted out of each of these. That makes 4ⁿ + 2ⁿ + 6ⁿ states, which TLC and stateright count too, and
 * C(n+3, 3) + (n+1) + C(n+5, 5) where it does not matter which manager is which.
 */
describe.for([
  { rms: 3, states: 288, orbits: 80 },
  { rms: 5, states: 8832, orbits: 314 },
  { rms: 7, states: 296_448, orbits: 920 },
])('two-phase commit with $rms resource managers', ({ rms, states, orbits }) => {
  const proved = { complete: true, violations: [], notes: [] }

  test(`has ${states} states`, async () => {
    const result = await checkProtocol(twoPhaseCommit({ rms }), { symmetry: false })
    expect(result).toMatchObject({ ...proved, states })
  })

  test(`has ${orbits} where they are interchangeable`, async () => {
    expect(await checkProtocol(twoPhaseCommit({ rms }))).toMatchObject({ ...proved, states: orbits })
  })
})

test('a resource manager that aborts after it prepared is found', async () => {
  const fickle: typeof resourceManager = {
    ...resourceManager,
    spontaneous: (state) =>
      state === 'prepared' ? [{ type: 'choose to abort' }] : resourceManager.spontaneous!(state),
  }
  const system = twoPhaseCommit({ rms: 2 })
  const agents = { ...system.agents, 'rm-0': fickle, 'rm-1': fickle }
  const { violations } = await checkProtocol({ ...system, agents })
  expect(violations.map(({ cause }) => cause)).toEqual([
    {
      kind: 'invariant',
      name: 'no resource manager has committed while another has aborted',
      detail: expect.stringMatching(/^rm-\d has committed and rm-\d has aborted$/) as string,
    },
  ])
})

test('a resource manager that is prepared hangs where the decision is lost', async () => {
  const { violations } = await checkProtocol(twoPhaseCommit({ rms: 1 }), { faults: { drop: 1 } })
  expect(violations.map(({ cause }) => cause)).toEqual([{ kind: 'hang', address: 'rm-0', state: 'prepared' }])
})
