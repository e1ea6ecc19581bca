import { defineConfig } from 'vitest/config'

/** What documents' examples are written to while they are tested. */
const scratch = 'test/docs/.*/**'
const larger = 'test/**/*.all.test.ts'
const slow = 'test/**/*.slow.test.ts'

/**
 * Three suites: `quick`, which `npm test` runs; `all`, what takes more than a second or so; `slow`, proofs and
 * trials that take minutes. The ending of a file's name says to which it belongs.
 */
export default defineConfig({
  root: new URL('..', import.meta.url).pathname,
  resolve: { conditions: ['source'] },
  ssr: { resolve: { conditions: ['source'] } },
  test: {
    setupFiles: ['test/setup.ts'],
    pool: 'forks',
    // Most of a file's time would go into loading the same modules anew.
    isolate: false,
    execArgv: ['--conditions=source'],
    maxWorkers: 2,
    // No test is held to a clock: a busy machine may take its time. This ends what hangs.
    testTimeout: 1_800_000,
    hookTimeout: 1_800_000,
    projects: [
      {
        extends: true,
        test: { name: 'quick', include: ['test/**/*.test.ts'], exclude: [scratch, larger, slow] },
      },
      { extends: true, test: { name: 'all', include: [larger] } },
      { extends: true, test: { name: 'slow', include: [slow] } },
    ],
  },
})
