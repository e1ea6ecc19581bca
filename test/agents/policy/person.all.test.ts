import type { Conversation } from 'coevo/agents/tournament/entrant'
import { playPerson } from 'coevo/agents/tournament/person-match'
import { resumeTournament, tournament } from 'coevo/agents/tournament/tournament'
import type { Game } from 'coevo/game'
import { kuhnPoker } from 'coevo/games/kuhn-poker'
import { ticTacToe } from 'coevo/games/tic-tac-toe'
import { expect, test } from 'vitest'
import { fakeServer, inTurn, says, status } from '../../model/chat-server.ts'
import { temporaryFolder } from '../../temporary-folder.ts'

const out = temporaryFolder('person')

const games = [kuhnPoker] as Game[]
const setting = { games, agents: ['human', 'uniform', 'first'], seed: 1, rounds: 1, out }

/** Somebody who gives these answers and then says nothing more; everything that was said is kept. */
function somebody(...answers: readonly string[]): Conversation & { readonly said: string[] } {
  const said: string[] = []
  const left = [...answers]
  return {
    said,
    tell: (text) => void said.push(text),
    ask() {
      const answer = left.shift() ?? null
      said.push(`> ${answer}`)
      return Promise.resolve(answer)
    },
  }
}

/** Always gives the first of the moves that were offered last. */
function obedient(): Conversation & { readonly said: string[] } {
  const said: string[] = []
  return {
    said,
    tell: (text) => void said.push(text),
    ask: () => Promise.resolve(/You may answer: (\w+)/.exec(said.at(-1)!)![1]!),
  }
}

test('a person plays one match after the other, and hears the rules once', async () => {
  const person = obedient()
  const { matches, agents } = await tournament({ ...setting, conversation: person })
  expect(matches).toBe(6)
  expect(agents.find(({ agent }) => agent === 'human')).toMatchObject({ matches: 4, forfeits: 0 })
  const heads = person.said.filter((text) => text.includes("'quit' resigns"))
  expect(heads.map((text) => text.trim())).toEqual([
    "Kuhn poker: you have seat 0, against uniform. 'quit' resigns.",
    "Kuhn poker: you have seat 1, against uniform. 'quit' resigns.",
    "Kuhn poker: you have seat 0, against first. 'quit' resigns.",
    "Kuhn poker: you have seat 1, against first. 'quit' resigns.",
  ])
  expect(person.said.filter((text) => text.includes(kuhnPoker.rules))).toHaveLength(1)
  expect(
    person.said.filter((text) => /^(You win|You lose|A draw)\. Your return is /.test(text)),
  ).toHaveLength(4)
})

test('what is not possible is asked for again, whatever the rule; only quitting loses', async () => {
  const person = somebody('raise', '[ BET ]', 'quit', 'check', 'fold', 'check', 'check')
  const { agents } = await tournament({ ...setting, rule: 'forfeit', conversation: person })
  expect(agents.find(({ agent }) => agent === 'human')).toMatchObject({ matches: 4, forfeits: 1 })
  expect(person.said[person.said.indexOf('> raise') + 1]).toBe(
    "That is not possible here; 'help' says how to answer.",
  )
})

test('who leaves loses nothing, and goes on later to the same end', async () => {
  const whole = await tournament({ ...setting, rounds: 3, conversation: obedient() })
  const leaving = obedient()
  let asked = 0
  const part = await tournament({
    ...setting,
    rounds: 3,
    conversation: { ...leaving, ask: () => (++asked < 5 ? leaving.ask() : Promise.resolve(null)) },
  })
  expect(part.suspended).toEqual([{ agent: 'human', reason: 'nobody answers at the terminal any more' }])
  expect(part.matches).toBeLessThan(whole.matches)
  expect(
    part.headToHead.find(({ agent, against }) => agent === 'first' && against === 'uniform')!.matches,
  ).toBe(6)
  expect(part.agents.every(({ forfeits }) => forfeits === 0)).toBe(true)
  const { digest } = await resumeTournament({ folder: part.run, games, conversation: obedient() })
  expect(digest).toBe(whole.digest)
})

test('nobody sits at a terminal', async () => {
  await expect(tournament(setting)).rejects.toThrow("'human' needs somebody at a terminal")
})

test('against a model on a server', async () => {
  const server = await fakeServer(
    says(({ body }) => /moves: (\d)/.exec(body.messages.at(-1)!.content)?.[1] ?? ''),
  )
  try {
    const person = obedient()
    const match = { game: ticTacToe as Game, against: `openai:m@${server.url}`, seat: 1, seed: 1 }
    const { end, returns } = await playPerson({ ...match, conversation: person })
    expect([end, returns]).toEqual(['finished', [1, -1]])
    expect(person.said.at(-1)).toBe('You lose. Your return is -1.')
  } finally {
    await server.close()
  }
})

test('an opponent that fails, or that finds no move, forfeits and says why', async () => {
  const server = await fakeServer(inTurn(says('ready'), says('4'), status(401)))
  const match = { game: ticTacToe as Game, against: `openai:m@${server.url}`, seat: 1, seed: 1 }
  try {
    const person = obedient()
    expect(await playPerson({ ...match, conversation: person })).toEqual({
      end: 'forfeited',
      returns: [-1, 1],
    })
    expect(person.said.at(-2)).toMatch(
      /^\nopenai:m@.* fails \(The model server at .* refuses whoever has no key \(401\)/,
    )
  } finally {
    await server.close()
  }
  const mute = await fakeServer(says('I pass.'))
  try {
    const person = obedient()
    const against = `openai:m@${mute.url}`
    expect(await playPerson({ ...match, against, conversation: person })).toMatchObject({ end: 'forfeited' })
    expect(person.said.slice(-2)).toEqual([
      `\n${against} finds no possible move.`,
      'You win. Your return is 1.',
    ])
  } finally {
    await mute.close()
  }
})

test('an opponent that does not answer at all is refused before the match', async () => {
  const server = await fakeServer(says(''))
  await server.close()
  const match = { game: ticTacToe as Game, against: `openai:m@${server.url}`, seat: 0, seed: 1 }
  const person = somebody()
  await expect(playPerson({ ...match, conversation: person })).rejects.toThrow('No model server answers at')
  expect(person.said).toEqual([])
})
