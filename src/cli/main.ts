#!/usr/bin/env node
// Nothing is imported before this check, because an older Node fails on what coevo imports.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
if (major >= 24 || (major === 22 && minor >= 18)) {
  const { execute } = await import('./program.ts')
  const { resolveFromCoevo } = await import('./resolve.ts')
  const { processTerminal } = await import('./terminal.ts')
  resolveFromCoevo()
  process.exitCode = await execute(process.argv.slice(2), processTerminal())
} else {
  process.stderr.write(
    `coevo needs Node 24 or newer, or 22.18 or newer of Node 22; this is Node ${process.versions.node}.\n`,
  )
  process.exitCode = 2
}
