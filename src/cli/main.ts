#!/usr/bin/env node
// Nothing is imported before this check, because an older Node fails on what coevo imports.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
if (major >= 24 || (major === 22 && minor >= 19)) {
  // Compiled once and kept, coevo starts in half the time; where nothing can be kept, it starts as it is.
  const { enableCompileCache } = await import('node:module')
  const { cacheRoot } = await import('../core/cache-root.ts')
  enableCompileCache(`${cacheRoot()}/compiled`)
  const { writeSync } = await import('node:fs')
  const { leaveLastWords } = await import('./last-words.ts')
  if (major === 22) (await import('./experimental.ts')).hideExperimentalWarnings()
  const { execute } = await import('./program.ts')
  const { resolveFromCoevo } = await import('./resolve.ts')
  const { processTerminal } = await import('./terminal.ts')
  const { startWatchdog } = await import('./watchdog/watchdog.ts')
  const words = leaveLastWords((sentence) => writeSync(2, `coevo: ${sentence}\n`))
  resolveFromCoevo()
  startWatchdog()
  // Not awaited, because Node would end with a code of its own where nothing is left to do.
  void execute(
    process.argv.slice(2),
    processTerminal(() => words.done()),
  ).then((code) => {
    words.done()
    process.exitCode = code
  })
} else {
  process.stderr.write(
    `coevo needs Node 24 or newer, or 22.19 or newer of Node 22; this is Node ${process.versions.node}.\n`,
  )
  process.exitCode = 2
}
