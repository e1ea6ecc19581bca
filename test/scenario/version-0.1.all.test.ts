import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliDecompressSync } from 'node:zlib'
import { loadScenario, resume } from 'coevo/scenario'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type * as config from '../../src/model/config.ts'
import { temporaryFolder } from '../temporary-folder.ts'

// Files share modules, and these must be loaded with the two below, for this file alone.
vi.hoisted(() => void vi.resetModules())
afterAll(() => void vi.resetModules())

// The runs were made with decoders as small as this one, whatever their scenario asks for.
vi.mock(import('../../src/model/config.ts'), async (original) => {
  const real = await original()
  const decoderConfig: typeof config.decoderConfig = (size, vocabularySize, knobs) =>
    real.decoderConfig(size, vocabularySize, { width: 16, layers: 1, ...knobs })
  return { ...real, decoderConfig }
})

// Their checkpoints hold what became of the warm-ups.
vi.mock(import('../../src/scenario/warm-up.ts'), () => ({ warmUp: ({ model }) => model }))

const fixtures = join(import.meta.dirname, '../fixtures/0.1')
const runs = JSON.parse(readFileSync(join(fixtures, 'digests.json'), 'utf8')) as Record<
  string,
  { readonly stopped: number; readonly steps: number; readonly digest: string }
>

describe('a run of version 0.1', () => {
  const folder = temporaryFolder('version-0.1')

  beforeAll(() => {
    const input = brotliDecompressSync(readFileSync(join(fixtures, 'runs.tar.br')))
    execFileSync('tar', ['-x', '-C', folder], { input })
  })

  test.for(Object.entries(runs))(
    'of %s goes on to its digest',
    async ([name, { stopped, steps, digest }]) => {
      const { scenario } = await loadScenario(name)
      const begun: number[] = []
      const result = await resume(scenario, {
        folder: join(folder, `${name}-11`),
        onEvent: (event) => event.type === 'start' && begun.push(event.step),
      })
      expect(begun).toEqual([stopped])
      expect(result).toMatchObject({ finished: true, steps, digest })
    },
  )
})
