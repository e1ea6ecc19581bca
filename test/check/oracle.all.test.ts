import { fc, test } from '@fast-check/vitest'
import { checkProtocol, type CheckResult } from 'coevo/check'
import { describe, expect } from 'vitest'
import { drafts, systemOf } from './arbitrary-system.ts'
import { nameOf } from './cause.ts'
import { consult } from './oracle.ts'

/** The most worlds that are compared. */
const MOST = 700

const causesOf = ({ violations }: CheckResult) =>
  new Set(violations.map(({ cause }) => nameOf(cause)).filter((text) => !/^(unreached|restless)/.test(text)))

describe('an exhaustive check', () => {
  test.prop([drafts], { numRuns: 120 })(
    'visits what a naive one visits, and finds what it finds',
    async (draft) => {
      const system = systemOf(draft)
      const truth = consult(system, {}, MOST)
      fc.pre(truth !== null)
      const result = await checkProtocol(system, { maxViolations: 1000, reduce: false })
      const { states, transitions, depth, complete } = result
      expect({ states, transitions, depth, complete, causes: causesOf(result) }).toEqual({
        states: truth.states,
        transitions: truth.transitions,
        depth: truth.depth,
        complete: true,
        causes: truth.causes,
      })
    },
  )

  test.prop([drafts], { numRuns: 100 })(
    'calls restless what nothing brings to rest, and nothing that is only unfair',
    async (draft) => {
      // Without orders and faults an endless run says more of those that say what ends.
      const system = systemOf({ ...draft, faults: {}, orders: [] })
      const truth = consult(system, {}, MOST)
      fc.pre(truth !== null)
      const { violations, notes } = await checkProtocol(system, { maxViolations: 1000, reduce: false })
      const isRestless = violations.some(({ cause }) => cause.kind === 'restless')
      expect(notes).toEqual([])
      if (truth.mustBeRestless) expect(isRestless).toBe(true)
      if (!truth.mayBeRestless) expect(isRestless).toBe(false)
    },
  )
})
