import { match } from 'coevo/agents/match-session'
import { kuhnPoker } from 'coevo/games/kuhn-poker'
import { ticTacToe } from 'coevo/games/tic-tac-toe'
import { localModel } from 'coevo/model'
import { describeSession } from 'coevo/testing'
import { createCoin, toss } from './fakes.ts'

const policy = { model: 'policy' } as const
const nano = (vocabulary: readonly string[]) => ({ policy: localModel({ vocabulary, size: 'nano' })(3) })

describeSession('the toss of a coin', () => ({ kind: toss, models: { coin: createCoin(1) } }))

describeSession('Kuhn poker of a model with itself', () => ({
  kind: match({ game: kuhnPoker, seats: [policy, policy] }),
  models: nano(kuhnPoker.vocabulary),
}))

describeSession('Kuhn poker of a model that knows no format with an equilibrium', () => ({
  kind: match({ game: kuhnPoker, seats: [policy, 'equilibrium'], rule: 'retry:2', maxNewTokens: 3 }),
  models: nano(kuhnPoker.vocabulary),
}))

describeSession('tic-tac-toe of a uniform player with a model', () => ({
  kind: match({ game: ticTacToe, seats: ['uniform', policy] }),
  models: nano(ticTacToe.vocabulary),
}))
