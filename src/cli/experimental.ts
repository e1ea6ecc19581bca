/** Leaves out that Node 22 calls its SQLite experimental, which Node 24 has as it is; other warnings are printed. */
export function hideExperimentalWarnings(): void {
  const printers = process.listeners('warning')
  process.removeAllListeners('warning')
  process.on('warning', (warning) => {
    if (warning.name !== 'ExperimentalWarning') for (const print of printers) print(warning)
  })
}
