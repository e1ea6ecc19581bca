import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import type { OptionValues } from '../core/index.ts'
import type { Scenario } from './define.ts'
import { resolveOptions } from './options.ts'
import { resume, run } from './run.ts'

/**
 * Checks what every scenario promises, by small runs of it.
 *
 * @param options make it small: a few steps, at least three, of a few sessions
 */
export function describeScenario(
  scenario: Scenario,
  { options, seed = 2 }: { readonly options: OptionValues; readonly seed?: number },
): void {
  const out = mkdtempSync(join(tmpdir(), `coevo-${scenario.name}-`))
  afterAll(() => rmSync(out, { recursive: true }))
  const start = { seed, out, options }

  describe(`scenario ${scenario.name}`, () => {
    test('goes on to the same digest where it was stopped, whatever the concurrency', async () => {
      const whole = await run(scenario, { ...start, concurrency: 3 })
      expect(whole.finished).toBe(true)
      const stop = new AbortController()
      const halted = await run(scenario, {
        ...start,
        signal: stop.signal,
        onEvent: (event) => event.type === 'step' && event.step === whole.steps - 1 && stop.abort(),
      })
      expect(halted).toMatchObject({ finished: false, steps: whole.steps - 1 })
      expect((await resume(scenario, { folder: halted.run })).digest).toBe(whole.digest)
      for (const { metric, name } of scenario.study?.measures ?? []) {
        expect(whole.metrics).toHaveProperty([metric])
        expect(whole.measures).toHaveProperty([name])
      }
    })

    test('depends on the seed', async () => {
      const digests = [seed, seed + 1].map(
        async (each) => (await run(scenario, { ...start, seed: each })).digest,
      )
      const [one, other] = await Promise.all(digests)
      expect(one).not.toBe(other)
    })

    test('has arms whose options it knows', () => {
      for (const arm of Object.values(scenario.study?.arms ?? {}))
        expect(() => resolveOptions(scenario, arm.options as OptionValues)).not.toThrow()
    })
  })
}
