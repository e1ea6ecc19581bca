import { resumeTournament, tournament } from 'coevo/agents/tournament/tournament'
import type { Game } from 'coevo/game'
import { kuhnPoker } from 'coevo/games/kuhn-poker'
import { ticTacToe } from 'coevo/games/tic-tac-toe'
import type { TournamentEvent } from 'coevo/population'

/**
 * Plays a tournament, or goes on with it, and kills itself with SIGKILL when so many matches are played:
 * node tournament-victim.ts <out> <n> new, node tournament-victim.ts <folder> <n> resume. Prints the folder.
 */
const [place, at, command] = process.argv.slice(2)
const games = [kuhnPoker, ticTacToe] as Game[]
const onEvent = (event: TournamentEvent) => {
  if (event.type === 'start') process.stdout.write(event.run)
  if (event.type === 'match' && event.played === Number(at)) process.kill(process.pid, 'SIGKILL')
}
if (command === 'new')
  await tournament({
    games,
    agents: ['uniform', 'first', 'equilibrium'],
    seed: 5,
    rounds: 300,
    out: place!,
    onEvent,
  })
else await resumeTournament({ folder: place!, games, onEvent })
