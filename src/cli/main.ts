#!/usr/bin/env node
// Nothing is imported before this check, because an older Node fails on what coevo imports.
const [major = 0] = process.versions.node.split('.').map(Number)
if (major >= 24) {
  const { execute } = await import('./program.ts')
  const { resolveFromCoevo } = await import('./resolve.ts')
  const { processTerminal } = await import('./terminal.ts')
  resolveFromCoevo()
  process.exitCode = await execute(process.argv.slice(2), processTerminal())
} else {
  process.stderr.write(`coevo needs Node 24 or newer; this is Node ${process.versions.node}.\n`)
  process.exitCode = 2
}
