import { resume, run, type RunEvent } from 'coevo/scenario'
import { coinScenario } from './fakes.ts'

/**
 * Runs the coin scenario, or goes on with it, and kills itself with SIGKILL at its n-th event:
 * node victim.ts run <out> <n>, node victim.ts resume <folder> <n>. Prints the run's folder first.
 */
const [command, place, at] = process.argv.slice(2)
let seen = 0
const onEvent = (event: RunEvent) => {
  if (event.type === 'start') process.stdout.write(event.run)
  if (seen++ === Number(at)) process.kill(process.pid, 'SIGKILL')
}
if (command === 'run') await run(coinScenario, { seed: 1, out: place!, onEvent })
else await resume(coinScenario, { folder: place!, onEvent })
