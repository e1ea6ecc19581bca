import { resume, run, type RunEvent } from 'coevo/scenario'
import type { Recording } from 'coevo/store'
import { coinScenario } from './fakes.ts'
import tosses from './tosses.ts'

/**
 * Runs the coin scenario, or with a record the one of many tosses, or goes on with it, and kills itself with SIGKILL
 * at its n-th event: node victim.ts run <out> <n> [<record>], node victim.ts resume <folder> <n> [<record>]. Prints the
 * run's folder first.
 */
const [command, place, at, record] = process.argv.slice(2)
let seen = 0
const onEvent = (event: RunEvent) => {
  if (event.type === 'start') process.stdout.write(event.run)
  if (seen++ === Number(at)) process.kill(process.pid, 'SIGKILL')
}
const [scenario, seed] = record === undefined ? [coinScenario, 1] : [tosses, 5]
const settings = { onEvent, ...(record !== undefined && { record: record as Recording }) }
if (command === 'run') await run(scenario, { seed, out: place!, ...settings })
else await resume(scenario, { folder: place!, onEvent })
