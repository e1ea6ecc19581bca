// Written into a user's folder as suites.test.ts: the suites that no example of the documents uses.
import { match } from 'coevo/agents/match-session'
import { stream } from 'coevo/core'
import { sec } from 'coevo/curriculum'
import { kuhnPoker as game } from 'coevo/games/kuhn-poker'
import { rae, reinforce } from 'coevo/learn'
import { decoderConfig, initialParameters, LocalModel, WordTokenizer } from 'coevo/model'
import { latest, openPopulation } from 'coevo/population'
import { createRun, openRun } from 'coevo/store'
import {
  describeCurriculum,
  describeEstimator,
  describeModel,
  describeObjective,
  describePopulation,
  describeSession,
  describeStore,
} from 'coevo/testing'
import { cpSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

function makeModel(): LocalModel {
  const tokenizer = new WordTokenizer(game.vocabulary)
  const config = decoderConfig('nano', tokenizer.vocabularySize, { context: 64 })
  return new LocalModel({ name: 'policy', config, tokenizer, weights: initialParameters(config, stream(1)) })
}

const root = mkdtempSync(join(tmpdir(), 'coevo-suites-'))
const seat = { model: 'policy' } as const
let killed = 0

describeCurriculum('SEC', () => sec({ arms: ['easy', 'hard'] }))
describeEstimator(rae())
describeObjective(reinforce(), { entropyBonus: 0.1 })
describeModel('a local model', makeModel)
describePopulation('the latest', () => openPopulation({ rule: latest, capacity: 3 }))
describeSession('matches', () => ({
  kind: match({ game, seats: [seat, seat] }),
  models: { policy: makeModel() },
}))
describeStore('SQLite', {
  create: (header) => createRun(root, header),
  kill(store) {
    const copy = join(root, `killed-${killed++}`)
    cpSync(store.folder, copy, { recursive: true })
    return openRun(copy)
  },
})
