import { existsSync, readdirSync } from 'node:fs'
import { lookUp, UserError } from 'coevo/core'

/** Runs benchmarks by name, or all, with the options that follow: `npm run bench -- [name ...] [--json ...]`. */
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

const given = process.argv.slice(2)
const options = given.findIndex((argument) => argument.startsWith('-'))
const names = options < 0 ? given : given.slice(0, options)
const rest = options < 0 ? [] : given.slice(options)
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
