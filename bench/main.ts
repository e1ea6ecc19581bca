import { existsSync, readdirSync } from 'node:fs'
import { lookUp, UserError } from 'coevo/core'

/** Runs benchmarks by name, or all: `npm run bench -- [name ...] [-- arguments for them]`. */
interface Benchmark {
  readonly run: (args: readonly string[]) => Promise<unknown>
}

const folder = new URL('.', import.meta.url)
const known = Object.fromEntries(
  readdirSync(folder)
    .toSorted()
    .map((name) => [name, new URL(`${name}/index.ts`, folder)] as const)
    .filter(([, file]) => existsSync(file)),
)

const separator = process.argv.indexOf('--', 2)
const end = separator < 0 ? process.argv.length : separator
const names = process.argv.slice(2, end)
const rest = process.argv.slice(end + 1)
try {
  const files = (names.length > 0 ? names : Object.keys(known)).map((name) =>
    lookUp('benchmark', name, known),
  )
  for (const file of files) {
    const { run } = (await import(file.href)) as Benchmark
    await run(rest)
  }
} catch (error) {
  if (!(error instanceof UserError)) throw error
  process.stderr.write(`bench: ${error.message}\n`)
  process.exitCode = 2
}
