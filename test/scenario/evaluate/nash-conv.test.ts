import { describe, expect, it } from 'vitest'
import type { Game, PolicyTable } from 'coevo/game'
import { kuhnEquilibrium, kuhnPoker } from 'coevo/games/kuhn-poker'
import { ticTacToe } from 'coevo/games/tic-tac-toe'
import type { Model, ScoreRequest } from 'coevo/model'
import { nashConv, policyTable } from 'coevo/scenario'

/** A model that writes a label with a given probability, and never anything else. */
function scripted(game: Game, chance: (observation: string, label: string) => number): Model {
  const words = ['<end>', '<pad>', ...new Set(game.vocabulary)]
  const decode = (tokens: readonly number[]) => tokens.map((token) => words[token]).join(' ')
  const unused = () => {
    throw new Error('Only scores are asked for')
  }
  const score = ({ prompt, completion, constraint }: ScoreRequest) => {
    let node = constraint!.root
    for (const token of completion) node = node.children[node.tokens.indexOf(token)]!
    expect(node.tokens).toEqual([])
    expect(completion.at(-1)).toBe(0)
    const label = completion.slice(0, -1)
    const p = chance(decode(prompt), decode(label))
    return { logprobs: [...label.map((_, i) => (i === 0 ? Math.log(p) : 0)), 0] }
  }
  return {
    name: 'scripted',
    version: 0,
    tokenizer: {
      vocabularySize: words.length,
      endOfTurn: 0,
      padding: 1,
      encode: (text) => text.split(' ').map((word) => words.indexOf(word)),
      decode,
    },
    generate: unused,
    score: (requests) => Promise.resolve(requests.map(score)),
    save: unused,
    load: unused,
  }
}

const byTable = (table: PolicyTable) => (observation: string, label: string) =>
  table.get(observation)![label === 'bet' || label === 'call' ? 1 : 0]!

const measure = (game: Game, model: Model) =>
  nashConv({ game, model: 'policy' }).evaluate({ seed: 1, concurrency: 1, models: { policy: model } })

describe('nashConv of a model', () => {
  it('is 11/12 for a model that is indifferent in Kuhn poker, with a value of 1/8', async () => {
    const metrics = await measure(
      kuhnPoker,
      scripted(kuhnPoker, () => 0.5),
    )
    expect(metrics.nashConv).toBeCloseTo(11 / 12, 10)
    expect(metrics.gameValue).toBeCloseTo(1 / 8, 10)
  })

  it('is 0 for a model that plays an equilibrium, with a value of −1/18', async () => {
    const metrics = await measure(kuhnPoker, scripted(kuhnPoker, byTable(kuhnEquilibrium(0.2))))
    expect(metrics.nashConv).toBeCloseTo(0, 10)
    expect(metrics.gameValue).toBeCloseTo(-1 / 18, 10)
  })

  it('is measured in games of perfect information too', async () => {
    const metrics = await measure(
      ticTacToe,
      scripted(ticTacToe, () => 0.3),
    )
    expect(metrics.nashConv).toBeGreaterThan(1)
    expect(metrics.gameValue).toBeGreaterThan(0)
  })
})

describe('policyTable', () => {
  it('normalises what rounding leaves', async () => {
    const table = await policyTable(
      kuhnPoker,
      scripted(kuhnPoker, () => 0.4),
    )
    expect(table.size).toBe(12)
    for (const probabilities of table.values()) expect(probabilities).toEqual([0.5, 0.5])
  })
})
