import { stream, UserError } from 'coevo/core'
import { chatModel, type ChatOptions } from 'coevo/model'
import { afterEach, describe, expect, test } from 'vitest'
import { fakeServer, inTurn, says, status, type FakeServer, type Replier } from './chat-server.ts'

let server: FakeServer
afterEach(() => server.close())

const KEY = 'sk-secret-123'

/** Asks a model on a server that replies so, and does not wait long before asking again. */
async function ask(reply: Replier, options: Partial<ChatOptions> = {}) {
  server = await fakeServer(reply)
  const model = chatModel({ model: 'm', url: server.url, key: KEY, pause: 1, timeout: 2000, ...options })
  const question = [{ role: 'user', content: 'Your move?' }] as const
  return model.answer(question, { maxTokens: 64, temperature: 1, random: stream('test') })
}

/** Fails with this sentence, and without the key. */
async function refused(answer: Promise<string>, sentence: RegExp) {
  const error: unknown = await answer.catch((reason: unknown) => reason)
  expect(error).toBeInstanceOf(UserError)
  const { message } = error as UserError
  expect(message).toMatch(sentence)
  expect(message).not.toMatch(/\n|secret/)
}

test('a question and its answer', async () => {
  expect(await ask(says('\\boxed{4}'))).toBe('\\boxed{4}')
  expect(server.questions).toEqual([
    {
      path: '/v1/chat/completions',
      key: `Bearer ${KEY}`,
      body: {
        model: 'm',
        messages: [{ role: 'user', content: 'Your move?' }],
        stream: false,
        max_tokens: 64,
        temperature: 1,
        seed: stream('test').int(2 ** 31),
      },
    },
  ])
})

test('without a key none is sent', async () => {
  await ask(says('4'), { key: undefined })
  expect(server.questions[0]!.key).toBeUndefined()
})

test('a model that says nothing has answered', async () => {
  expect(await ask(says(() => null))).toBe('')
})

describe('is asked again', () => {
  const fine = says('fine')
  const dropped: Replier = (response) => void response.destroy()
  const half: Replier = (response) => {
    response.writeHead(200, { 'content-length': '1000' })
    response.write('{"choices": [', () => response.destroy())
  }

  test.for<[what: string, reply: Replier]>([
    ['a status of 500', status(500)],
    ['too many questions', status(429)],
    ['a connection that is dropped', dropped],
    ['a connection closed in the middle', half],
  ])('after %s', async ([, reply]) => {
    expect(await ask(inTurn(reply, reply, fine))).toBe('fine')
    expect(server.questions).toHaveLength(3)
  })

  test.for<[what: string, reply: Replier, sentence: RegExp]>([
    [
      '500',
      status(500, { error: { message: 'out of\nmemory' } }),
      /answers with status 500 \('out of memory'\): see/,
    ],
    ['429', status(429), /is asked too much \(429\): wait, or ask less of it at once\.$/],
    ['a dropped connection', dropped, /broke the connection off: see what it logs/],
    ['half an answer', half, /broke the connection off/],
  ])('no more than three times after %s', async ([, reply, sentence]) => {
    await refused(ask(reply), sentence)
    expect(server.questions).toHaveLength(4)
  })

  test('not before the server wants it, as long as that is bearable', async () => {
    const begin = performance.now()
    expect(await ask(inTurn(status(503, {}, { 'retry-after': '0.2' }), fine))).toBe('fine')
    expect(performance.now() - begin).toBeGreaterThan(190)
    await server.close()
    const hour = status(503, {}, { 'retry-after': '3600' })
    await refused(ask(inTurn(hour, fine), { timeout: 100 }), /did not answer within 0\.1 s/)
  })

  test('without what it does not take', async () => {
    const picky: Replier = (response, question, n) => {
      const unwanted = ['max_tokens', 'temperature', 'seed'].find((name) => name in question.body)
      const message = `Unsupported parameter: '${unwanted}'`
      const reply = unwanted === undefined ? fine : status(400, { error: { message } })
      reply(response, question, n)
    }
    expect(await ask(picky)).toBe('fine')
    const { model, messages, ...rest } = server.questions.at(-1)!.body
    expect([model, messages.length]).toEqual(['m', 1])
    expect(rest).toEqual({ stream: false, max_completion_tokens: 64 })
  })
})

describe('fails in a sentence', () => {
  const models = { data: [{ id: 'qwen-3' }, { id: 'gemma' }] }
  const withModels: Replier = (response, question, n) =>
    (question.path === '/v1/models' ? status(200, models) : status(404))(response, question, n)

  test.for<[what: string, reply: Replier, options: Partial<ChatOptions>, sentence: RegExp]>([
    [
      'for a wrong key',
      status(401, { error: { message: `Incorrect API key: ${KEY}` } }),
      {},
      /refuses the key \(401\): put one that it takes in OPENAI_API_KEY\.$/,
    ],
    ['for no key', status(401), { key: '' }, /refuses whoever has no key \(401\)/],
    [
      'for an unknown model',
      withModels,
      { model: 'qwen3' },
      /has no model 'qwen3'; did you mean 'qwen-3'\? It has: qwen-3, gemma\.$/,
    ],
    ['for an unknown address', status(404), {}, /\(404\): is '\/v1' missing at its end\?$/],
    ['for a page', (response) => void response.end('<html>'), {}, /something else than a chat completion/],
    ['for another JSON', status(200, { choices: [] }), {}, /something else than a chat completion/],
    [
      'for a complaint that repeats the key',
      status(400, { error: `no: ${KEY}` }),
      {},
      /answers with status 400 \('no: …'\)/,
    ],
    [
      'for a redirection',
      status(302, '', { location: 'http://127.0.0.1:9/' }),
      {},
      /answers with status 302/,
    ],
    [
      'for silence',
      () => {},
      { timeout: 100 },
      /did not answer within 0\.1 s: give it more time, or ask less/,
    ],
    [
      'for half an answer and silence',
      (response) => void response.write('{'),
      { timeout: 100 },
      /did not answer within 0\.1 s/,
    ],
    ['for an endless answer', says('x'.repeat(2 ** 21)), {}, /sends more than 1 MiB: let it send less\.$/],
  ])('%s', async ([, reply, options, sentence]) => {
    await refused(ask(reply, options), sentence)
  })

  test('where nobody is', async () => {
    server = await fakeServer(status(200))
    await server.close()
    const model = chatModel({ model: 'm', url: server.url, pause: 1 })
    const answer = model.answer([], { maxTokens: 1, temperature: 0, random: stream('test') })
    await refused(
      answer,
      /^No model server answers at 'http.*': start it, or mend the address \(ECONNREFUSED\)\.$/,
    )
  })

  test.for<[options: Partial<ChatOptions>, sentence: RegExp]>([
    [{ url: 'localhost:8000' }, /is no address of a model server: write one such as/],
    [{ url: 'http://me:secret@host/v1' }, /model server at 'host' must end with its path/],
    [{ url: 'http://host/v1?key=secret' }, /put the key in OPENAI_API_KEY/],
    [{ url: 'http://host/v1', key: 'secret\nkey' }, /OPENAI_API_KEY holds what no key has/],
  ])('for the options %j', ([options, sentence]) => {
    expect(() => chatModel({ model: 'm', url: '', ...options })).toThrow(sentence)
    expect(() => chatModel({ model: 'm', url: '', ...options })).not.toThrow(/secret/)
  })
})
