import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import type { OptionValues } from '../core/index.ts'
import type { Scenario } from './define.ts'
import type { RunResult } from './event.ts'
import { resolveOptions } from './options.ts'
import { resume, run } from './run.ts'

/** Milliseconds a test may take: training is slow, and vitest's own limit of five seconds is not meant for it. */
const LIMIT = 600_000

/**
 * Checks what every scenario promises, by small runs of it.
 *
 * @param options make it small: a few steps, at least three, of a few sessions; without them it is run as it is
 */
export function describeScenario(
  scenario: Scenario,
  { options = {}, seed = 2 }: { readonly options?: OptionValues; readonly seed?: number } = {},
): void {
  const out = mkdtempSync(join(tmpdir(), `coevo-${scenario.name}-`))
  afterAll(() => rmSync(out, { recursive: true }))
  const start = { seed, out, options }
  let first: Promise<RunResult> | undefined
  /** The run that others are compared with: one for all tests. */
  const undisturbed = () => (first ??= run(scenario, { ...start, concurrency: 3 }))

  describe(`scenario ${scenario.name}`, { timeout: LIMIT }, () => {
    test('goes on to the same digest where it was stopped, whatever the concurrency', async () => {
      const { steps, digest } = await undisturbed()
      const stop = new AbortController()
      const halted = await run(scenario, {
        ...start,
        signal: stop.signal,
        onEvent: (event) => event.type === 'step' && event.step === steps - 1 && stop.abort(),
      })
      expect(halted).toMatchObject({ finished: false, steps: steps - 1 })
      expect((await resume(scenario, { folder: halted.run })).digest).toBe(digest)
    })

    test('measures what its study compares', async () => {
      const { finished, metrics, measures } = await undisturbed()
      expect(finished).toBe(true)
      for (const { metric, name } of scenario.study?.measures ?? []) {
        expect(metrics).toHaveProperty([metric])
        expect(measures).toHaveProperty([name])
      }
    })

    test('has arms whose options it knows', () => {
      for (const arm of Object.values(scenario.study?.arms ?? {}))
        expect(() => resolveOptions(scenario, arm.options as OptionValues)).not.toThrow()
    })
  })
}
