import { defineConfig } from 'vitest/config'

export default defineConfig({
  root: new URL('..', import.meta.url).pathname,
  resolve: { conditions: ['source'] },
  ssr: { resolve: { conditions: ['source'] } },
  test: {
    include: ['test/**/*.test.ts'],
    exclude: [
      'test/**/*.slow.test.ts',
      '**/.curricula/**',
      '**/.examples/**',
      '**/.protocols/**',
      '**/.games/**',
      '**/.tasks/**',
      '**/.populations/**',
    ],
    setupFiles: ['test/setup.ts'],
    pool: 'forks',
    execArgv: ['--conditions=source'],
    maxWorkers: 2,
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
})
