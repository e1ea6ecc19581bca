import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliDecompressSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type * as scenario from 'coevo/scenario'
import type * as config from '../../src/model/config.ts'
import { temporaryFolder } from '../temporary-folder.ts'

const fixtures = join(import.meta.dirname, '../fixtures/0.1')
const runs = JSON.parse(readFileSync(join(fixtures, 'digests.json'), 'utf8')) as Record<
  string,
  { readonly stopped: number; readonly steps: number; readonly digest: string }
>

describe('a run of version 0.1', () => {
  const folder = temporaryFolder('version-0.1')

  let scenarios: typeof scenario

  beforeAll(async () => {
    // They were made with decoders as small as this one, whatever their scenario asks for.
    vi.doMock(import('../../src/model/config.ts'), async (original) => {
      const real = await original()
      const decoderConfig: typeof config.decoderConfig = (size, vocabularySize, knobs) =>
        real.decoderConfig(size, vocabularySize, { width: 16, layers: 1, ...knobs })
      return { ...real, decoderConfig }
    })
    // Their checkpoints hold what became of the warm-ups.
    vi.doMock(import('../../src/scenario/warm-up.ts'), () => ({ warmUp: ({ model }) => model }))
    vi.resetModules()
    scenarios = await import('coevo/scenario')
    const input = brotliDecompressSync(readFileSync(join(fixtures, 'runs.tar.br')))
    execFileSync('tar', ['-x', '-C', folder], { input })
  })

  afterAll(() => {
    vi.doUnmock('../../src/model/config.ts')
    vi.doUnmock('../../src/scenario/warm-up.ts')
    vi.resetModules()
  })

  test.for(Object.entries(runs))(
    'of %s goes on to its digest',
    async ([name, { stopped, steps, digest }]) => {
      const { scenario: asked } = await scenarios.loadScenario(name)
      const begun: number[] = []
      const result = await scenarios.resume(asked, {
        folder: join(folder, `${name}-11`),
        onEvent: (event) => event.type === 'start' && begun.push(event.step),
      })
      expect(begun).toEqual([stopped])
      expect(result).toMatchObject({ finished: true, steps, digest })
    },
  )
})
