import { openHall } from 'coevo/agents/match/hall'
import { parseIllegalRule } from 'coevo/agents/match/illegal-rule'
import { namedPolicy } from 'coevo/agents/policy/named-policy'
import type { Policy } from 'coevo/agents/policy/policy'
import { memoryJournal, type JournalEntry } from 'coevo/bus'
import { kuhnPoker } from 'coevo/games/kuhn-poker'
import { test } from 'vitest'
import { expectGolden } from '../games/golden.ts'

const write = ({ message: { seq, cause, from, to, type, payload } }: JournalEntry) =>
  `${seq} (${cause === null ? 'begin' : `after ${cause.split('#')[1]}`}) ${from} -> ${to}: ${type} ${JSON.stringify(payload)}`

test('three matches of Kuhn poker go as they are written down', async () => {
  const clumsy: Policy = {
    name: 'clumsy',
    model: null,
    decide: ({ turn, legal }) => ({ text: turn % 3 === 2 ? legal[1]! : 'I raise!', trace: null }),
  }
  const journal = memoryJournal()
  const hall = openHall({ game: kuhnPoker, rule: parseIllegalRule('retry:1') })
  const seats = [namedPolicy(kuhnPoker, 'equilibrium'), clumsy]
  const episodes = await hall.play({ seats, seed: 11, sessions: [0, 1, 2], concurrency: 3, journal })
  const text = episodes.map(({ session, end, roles }) => {
    const returns = roles.map((role) => role.return).join(', ')
    return [
      `# Session ${session}: ${end}, returns ${returns}`,
      ...journal.session(String(session)).map(write),
    ].join('\n')
  })
  expectGolden(`${text.join('\n\n')}\n`, 'transcript.golden.txt', import.meta)
})
