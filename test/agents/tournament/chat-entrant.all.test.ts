import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { openEntrant } from 'coevo/agents/tournament/open-entrant'
import { questionOf } from 'coevo/agents/policy/chat-policy'
import { resumeTournament, tournament, type TournamentOptions } from 'coevo/agents/tournament/tournament'
import { UserError } from 'coevo/core'
import type { Game } from 'coevo/game'
import { kuhnPoker } from 'coevo/games/kuhn-poker'
import { simpleNegotiation } from 'coevo/games/simple-negotiation'
import { readJournal } from 'coevo/store'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { fakeServer, inTurn, says, status, type FakeServer, type Replier } from '../../model/chat-server.ts'
import { temporaryFolder } from '../../temporary-folder.ts'

const out = temporaryFolder('chat')

const KEY = 'sk-never-to-be-seen'
let server: FakeServer | undefined
beforeEach(() => void (process.env['OPENAI_API_KEY'] = KEY))
afterEach(async () => {
  delete process.env['OPENAI_API_KEY']
  await server?.close()
})

const clock = {
  setTimeout: (callback: () => void, milliseconds: number) => setTimeout(callback, milliseconds),
  clearTimeout: (timer: unknown) => clearTimeout(timer as NodeJS.Timeout),
}
const games = [kuhnPoker] as Game[]
const timeouts = { decision: 1000 }

async function play(reply: Replier, options: Partial<TournamentOptions> = {}) {
  const agents = ['uniform', 'first', nameOf((server = await fakeServer(reply)))]
  return tournament({ games, agents, seed: 1, rounds: 4, rule: 'retry:1', out, clock, timeouts, ...options })
}
const nameOf = ({ url }: FakeServer) => `openai:m@${url}`

/** The last of the moves that it was offered, with thoughts around it. */
const bold = says(({ body: { messages } }) => {
  const moves = /Your possible moves: (.*)/.exec(messages.at(-1)!.content)
  return moves === null ? 'ready' : `Let me think [of it]. \\boxed{${moves[1]!.split(', ').at(-1)!}}`
})
const of = <T extends { readonly agent: string }>(agents: readonly T[]) =>
  agents.find(({ agent }) => agent.startsWith('openai'))!

test('a question holds the rules, what the player knows, and the moves', () => {
  const state = simpleNegotiation.initial()
  const observation = simpleNegotiation.observation(state, 0)
  const [system, user] = questionOf(simpleNegotiation, { observation, legal: ['a', 'b'] })
  expect(system!.content).toContain(simpleNegotiation.rules)
  expect(system!.content).toContain('\\boxed{a}')
  expect(user!.content).toContain(observation)
  expect(user!.content).toMatch(/ moves.*: a, b\n/)
})

test('whoever is asked again reads what was refused, and why', () => {
  const observation = 'your cards'
  const legal = ['a', 'b']
  const asked = questionOf(kuhnPoker, { observation, legal }, 'Be brief.')
  expect(asked[0]!.content).toMatch(/^Be brief\.\n\nYou play /)
  const again = (text: string, reason: 'illegal' | 'unreadable' | 'cut off' | 'empty') =>
    questionOf(kuhnPoker, { observation, legal, refused: { text, reason } })
  const roles = (messages: readonly { role: string }[]) => messages.map(({ role }) => role)
  expect(roles(again('I raise', 'unreadable'))).toEqual(['system', 'user', 'assistant', 'user'])
  expect(again('I raise', 'unreadable')[2]!.content).toBe('I raise')
  expect(again('I raise', 'unreadable')[3]!.content).toMatch(
    /^No move could be read in that: .*\{\}\. Your possible/,
  )
  expect(again('c', 'illegal')[3]!.content).toMatch(
    /^That move is not possible here\. Your possible moves: a, b/,
  )
  expect(again('well', 'cut off')[3]!.content).toMatch(/cut off before its end: think less/)
  // No turn is empty, and turns alternate.
  expect(roles(again(' ', 'empty'))).toEqual(['system', 'user'])
  expect(again(' ', 'empty')[1]!.content).toMatch(/your cards[^]*Your answer was empty/)
})

describe('a model on a server', () => {
  test('is asked as its name says, and its tokens are counted', async () => {
    const reply: Replier = (response, question, n) =>
      status(200, {
        choices: [{ message: { content: n === 0 ? 'ready' : 'no move' }, finish_reason: 'length' }],
        usage: { prompt_tokens: 10, completion_tokens: 4 },
      })(response, question, n)
    server = await fakeServer(reply)
    const name = `chat=${nameOf(server)}?temperature=0.5&max_tokens=64&system=Be%20bold.&rule=retry:1`
    const agents = ['uniform', name]
    const result = await tournament({ games, agents, seed: 1, rounds: 2, out, clock, timeouts })
    const questions = server.questions.length
    expect(server.questions[1]!.body).toMatchObject({ temperature: 0.5, max_tokens: 64 })
    expect(server.questions[1]!.body.messages[0]!.content).toMatch(/^Be bold\./)
    expect(result.entries[1]).toMatchObject({
      agent: 'chat',
      rule: 'retry:1',
      account: {
        calls: questions,
        promptTokens: 10 * questions,
        completionTokens: 4 * questions,
        uncounted: 0,
      },
    })
    const own = result.agents.find(({ agent }) => agent === 'chat')!
    expect(own).toMatchObject({ forfeits: 4, cutOff: 8, empty: 0 })
    // The second question of a turn tells of the first answer.
    expect(server.questions[2]!.body.messages.map(({ role }) => role).length).toBeGreaterThanOrEqual(2)
    expect(server.questions.some(({ body }) => body.messages.at(-1)!.content.includes('cut off'))).toBe(true)
  })

  test('takes part in a tournament; the key is nowhere in what is left', async () => {
    const { agents, matches, run } = await play(bold)
    expect(matches).toBe(3 * 2 * 4)
    expect(of(agents)).toMatchObject({ matches: 16, forfeits: 0 })
    for (const { key, body } of server!.questions) {
      expect(key).toBe(`Bearer ${KEY}`)
      expect(body.model).toBe('m')
    }
    const texts = [...readJournal(run).values()].flat().map(({ payload }) => JSON.stringify(payload))
    expect(texts.some((text) => text.includes('Let me think [of it]. \\\\boxed{'))).toBe(true)
    for (const name of readdirSync(run, { recursive: true, withFileTypes: true }))
      if (name.isFile())
        expect(readFileSync(join(name.parentPath, name.name)).includes('never-to-be-seen')).toBe(false)
  })

  test('that writes garbage is asked again, and then has lost', async () => {
    const { agents } = await play(says('I have no idea.'))
    expect(of(agents)).toMatchObject({ wins: 0, forfeits: 16 })
    expect(server!.questions.length).toBe(1 + 2 * 16)
  })

  test('is kept to the end of what it writes', async () => {
    const { agents, run } = await play(says('x'.repeat(100_000)), { rule: 'forfeit', rounds: 1 })
    expect(of(agents).forfeits).toBe(4)
    for (const { type, payload } of [...readJournal(run).values()].flat())
      if (type === 'move') expect((payload as { text: string }).text.length).toBeLessThanOrEqual(4096)
  })

  test('is asked again where the server was down for a moment', async () => {
    const { agents } = await play(inTurn(bold, status(500), bold), {
      rounds: 1,
      timeouts: { decision: 5000 },
    })
    expect(of(agents).forfeits).toBe(0)
  })

  const rest = { rounds: 60, concurrency: 8, now: () => performance.now() }
  /** Stops answering after so many questions, in one way or another. */
  const until = (questions: number, then: Replier) => inTurn(...Array<Replier>(questions).fill(bold), then)

  test.for<[what: string, then: Replier, reason: RegExp]>([
    ['refuses connections', (response) => void response.destroy(), /broke the connection off|did not answer/],
    ['hangs', () => {}, /did not answer within 0\.9 s/],
    ['talks nonsense', (response) => void response.end('<html>'), /something else than a chat completion/],
  ])('that %s in the middle is suspended, and the others go on', async ([, then, reason]) => {
    const { agents, suspended, headToHead, ended } = await play(until(60, then), rest)
    expect(ended).toBe('rounds')
    expect(suspended).toEqual([{ agent: nameOf(server!), reason: expect.stringMatching(reason) as string }])
    expect(headToHead.find(({ agent, against }) => agent === 'first' && against === 'uniform')!.matches).toBe(
      120,
    )
    expect(of(agents).matches).toBeLessThan(240)
    expect(of(agents).forfeits).toBeGreaterThan(0)
  })

  test('loses no match by that where failures suspend, and plays them later', async () => {
    const options = { ...rest, rounds: 30, failure: 'suspend' } as const
    const part = await play(until(40, status(401)), options)
    expect(part.suspended).toMatchObject([
      { reason: expect.stringMatching(/refuses the key \(401\)/) as string },
    ])
    expect(of(part.agents).forfeits).toBe(0)
    expect(part.matches).toBeGreaterThan(60)
    expect(part.matches).toBeLessThan(180)
    const port = Number(new URL(server!.url).port)
    await server!.close()
    const again = await fakeServer(bold, port)
    try {
      const whole = await resumeTournament({ folder: part.run, games, ...options, clock, timeouts })
      expect(whole).toMatchObject({ matches: 180, suspended: [], ended: 'rounds' })
      expect(of(whole.agents).forfeits).toBe(0)
    } finally {
      await again.close()
    }
  })

  test('suspends a Swiss tournament, which goes on later to the same end', async () => {
    const options = {
      format: 'swiss',
      failure: 'suspend',
      rounds: 6,
      concurrency: 1,
      timeouts: { decision: 5000 },
    } as const
    const whole = await play(bold, options)
    await server!.close()
    const port = Number(new URL(server!.url).port)
    const failing = await fakeServer(inTurn(bold, bold, bold, status(401)), port)
    const agents = ['uniform', 'first', nameOf(server!)]
    const setting = { games, agents, seed: 1, rule: 'retry:1', out, clock, ...options }
    const part = await tournament(setting)
    await failing.close()
    expect(part).toMatchObject({ ended: 'suspended', suspended: [{ agent: nameOf(server!) }] })
    server = await fakeServer(bold, port)
    const end = await resumeTournament({ folder: part.run, games, ...options, clock })
    expect(end).toMatchObject({ ended: 'rounds', digest: whole.digest })
  })
})

describe('is refused before anything is played', () => {
  test.for<[what: string, reply: Replier, options: Partial<TournamentOptions>, sentence: RegExp]>([
    ['a wrong key', status(401), {}, /cannot take part: The model server at '.*' refuses the key \(401\)/],
    ['no model server', says('<html>'.repeat(2 ** 18)), {}, /cannot take part: .* sends more than 1 MiB/],
    [
      'a rule that constrains',
      bold,
      { rule: 'constrain' },
      /cannot take part: nobody can constrain it to legal moves: say what becomes of others, with --rule retry:2/,
    ],
  ])('%s', async ([, reply, options, sentence]) => {
    const place = join(out, 'refused')
    const failed = play(reply, { ...options, out: place })
    await expect(failed).rejects.toThrow(UserError)
    await expect(failed).rejects.toThrow(sentence)
    expect(() => readdirSync(place)).toThrow('ENOENT')
  })

  test('a name that is not complete', async () => {
    server = await fakeServer(bold)
    await expect(openEntrant('openai')).rejects.toThrow(/write openai:MODEL@http:\/\/HOST:PORT\/v1\.$/)
    await expect(openEntrant('openai:m')).rejects.toThrow("'openai:m' needs a model and an address")
    await expect(openEntrant('openia:m')).rejects.toThrow(
      "There is no agent 'openia'; did you mean 'openai'?",
    )
  })
})
