import { expect as vitestExpect, test as vitestTest, type ExpectStatic, type TestAPI } from 'vitest'
import {
  checkProtocol,
  formatResult,
  formatViolation,
  type CheckOptions,
  type CheckResult,
  type System,
} from '../check/index.ts'

/** What vitest can say of a system of agents. */
export interface ProtocolAssertion {
  /**
   * Checks a system of agents, and fails with the whole report of the first promise that is broken.
   *
   * An exhaustive check (the default) holds only when every state was visited, or every one within the
   * bound that `inFlight` gives; a random one when no run broke anything. Returns a promise: await it.
   *
   * @example await expect(system).toHold({ faults: { drop: 1 } })
   */
  toHold(options?: CheckOptions): Promise<void>
  readonly not: ProtocolAssertion
}

vitestExpect.extend({
  async toHold(system: System, options?: CheckOptions) {
    const result = await checkProtocol(system, options)
    const isBroken = result.violations.length > 0
    const holds =
      !isBroken &&
      (result.mode === 'random' || result.complete || result.within !== null) &&
      result.notes.length === 0
    // Not to hold is to be seen broken: a check that was cut short says neither.
    return { pass: this.isNot ? !isBroken : holds, message: () => report(system, result) }
  },
})

function report(system: System, result: CheckResult): string {
  const { violations, coverage } = result
  if (violations.length === 0) return formatResult(result)
  // A test knows the system and not its file.
  const replay = (token: string) =>
    `console.log(formatStory(replay(system, '${token}').trace)) // of coevo/check`
  const found = { protocol: system.protocol.name, system: system.name, coverage, replay, diagram: false }
  return violations.map((violation) => formatViolation(violation, found)).join('\n')
}

/** How long a check may take, in milliseconds, where a test does not say. */
const PATIENCE = 600_000

/**
 * Vitest's `expect`, with `toHold` for systems.
 *
 * A type of its own, because the interface by which matchers are declared differs between vitest 3, 4 and 5.
 */
export const expect = vitestExpect as ((system: System) => ProtocolAssertion & ReturnType<ExpectStatic>) &
  ExpectStatic

/** Tests of protocols. */
export interface ProtocolTest {
  /**
   * Declares a test that a system of agents holds: see `toHold`.
   *
   * @param timeout milliseconds; 10 minutes, if left out
   * @example test.protocol('a match survives a lost message', match, { faults: { drop: 1 } })
   */
  protocol(name: string, system: System, options?: CheckOptions, timeout?: number): void
}

/** Vitest's `test`, with tests of protocols. */
export const test: TestAPI & ProtocolTest = Object.assign(vitestTest.extend({}), {
  protocol(name: string, system: System, options?: CheckOptions, timeout = PATIENCE): void {
    vitestTest(name, { timeout }, ({ signal }) => expect(system).toHold({ signal, ...options }))
  },
})
