import { defineConfig, mergeConfig } from 'vitest/config'
import base from './vitest.config.ts'

const { test, ...rest } = base
export default mergeConfig(
  rest,
  defineConfig({
    test: { ...test, include: ['test/**/*.slow.test.ts'], exclude: [], testTimeout: 1_800_000 },
  }),
)
