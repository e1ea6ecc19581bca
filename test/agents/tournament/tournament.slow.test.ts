import { join } from 'node:path'
import { tournament } from 'coevo/agents/tournament/tournament'
import { connectFour } from 'coevo/games/connect-four'
import { kuhnPoker } from 'coevo/games/kuhn-poker'
import { leducPoker } from 'coevo/games/leduc-poker'
import { ticTacToe } from 'coevo/games/tic-tac-toe'
import { localModel } from 'coevo/model'
import { margin } from 'coevo/population'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../../temporary-folder.ts'

const out = temporaryFolder('tournament')

test('a thousand matches a pair at four games agree with what is exact', async () => {
  const model = join(out, 'model')
  await localModel({ vocabulary: kuhnPoker.vocabulary, size: 'nano' })(1).save(model)
  const checkpoint = `checkpoint:${model}`
  const { agents, headToHead, absent, suspended } = await tournament({
    games: [ticTacToe, kuhnPoker, leducPoker, connectFour],
    agents: ['uniform', 'first', 'mcts:100', 'minimax', checkpoint, 'cfr+:1000'],
    seed: 1,
    rounds: 500,
    out,
  })
  expect(suspended).toEqual([])
  expect(absent).toHaveLength(3 + 2 + 3 + 1)
  expect(agents).toHaveLength(6)
  for (const { rating } of agents) expect(margin(rating)).toBeLessThan(25)
  for (const { game, against, matches, wins, meanReturn } of headToHead) {
    expect(matches).toBe(1000)
    if (game === 'tic-tac-toe' && against === 'minimax') expect(wins).toBe(0)
    if (game === 'kuhn-poker' && against === 'cfr+:1000') expect(meanReturn!.low).toBeLessThanOrEqual(0)
    if (game === 'leduc-poker' && against === 'cfr+:1000') expect(meanReturn!.low).toBeLessThanOrEqual(0)
  }
})
