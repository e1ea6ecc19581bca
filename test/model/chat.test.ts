import { stream, UserError } from 'coevo/core'
import { chatModel, type ChatOptions, type ChatSettings } from 'coevo/model'
import { afterEach, describe, expect, test } from 'vitest'
import { fakeServer, inTurn, says, status, type FakeServer, type Replier } from './chat-server.ts'

let server: FakeServer
afterEach(() => server.close())

const KEY = 'sk-secret-123'

/** Asks a model on a server that replies so, and returns the text of what it answers. */
const ask = async (...given: Parameters<typeof answer>) => (await answer(...given)).text

/** Asks a model on a server that replies so, and does not wait long before asking again. */
async function answer(
  reply: Replier,
  options: Partial<ChatOptions> = {},
  settings: Partial<ChatSettings> = {},
) {
  server = await fakeServer(reply)
  const model = chatModel({ model: 'm', url: server.url, key: KEY, pause: 1, timeout: 2000, ...options })
  const question = [{ role: 'user', content: 'Your move?' }] as const
  return model.answer(question, { maxTokens: 64, temperature: 1, random: stream('test'), ...settings })
}

/** Fails with this sentence, and without the key. */
async function refused(answer: Promise<unknown>, sentence: RegExp) {
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

/** Replies with this JSON. */
const json = (body: unknown, code = 200) => status(code, body)
const choice = (message: object, rest: object = {}) => json({ choices: [{ index: 0, message, ...rest }] })

describe('an answer', () => {
  test.for<[what: string, reply: Replier, expected: object]>([
    ['of text', says('4'), { text: '4', cut: false, usage: null }],
    [
      'of parts',
      choice({
        content: [
          { type: 'text', text: 'a' },
          { type: 'text', text: 'b' },
        ],
      }),
      { text: 'ab' },
    ],
    [
      // Mistral's reasoning models: https://github.com/agentjido/req_llm/issues/742
      'of thoughts and text',
      choice({
        content: [
          { type: 'thinking', thinking: [{ type: 'text', text: 'x?' }] },
          { type: 'text', text: '4' },
        ],
      }),
      { text: '4' },
    ],
    ['of parts that are plain texts', choice({ content: ['a', 'b'] }), { text: 'ab' }],
    ['of thoughts alone', choice({ content: null, reasoning_content: 'hm' }), { text: '', cut: false }],
    [
      'that hit the limit',
      choice({ content: 'let me' }, { finish_reason: 'length' }),
      { text: 'let me', cut: true },
    ],
    ['that ends by itself', choice({ content: '4' }, { finish_reason: 'stop' }), { cut: false }],
    ['that a filter ended', choice({ content: '' }, { finish_reason: 'content_filter' }), { cut: true }],
    [
      'after a byte order mark',
      status(200, `\uFEFF${JSON.stringify({ choices: [{ message: { content: '4' } }] })}`),
      { text: '4' },
    ],
    [
      'with its tokens',
      json({
        choices: [{ message: { content: '4' } }],
        usage: { prompt_tokens: 7, completion_tokens: 3, total_tokens: 10 },
      }),
      { usage: { prompt: 7, completion: 3 } },
    ],
    [
      'with tokens that are no numbers',
      json({ choices: [{ message: { content: '4' } }], usage: { prompt_tokens: 'many' } }),
      { text: '4', usage: null },
    ],
    ['with status 201', status(201, { choices: [{ message: { content: '4' } }] }), { text: '4' }],
    ['beside an error that is null', choice({ content: '4' }, { error: null }), { text: '4' }],
  ])('%s', async ([, reply, expected]) => {
    expect(await answer(reply)).toMatchObject(expected)
  })
})

describe('a complaint with status 200', () => {
  const passing: readonly unknown[] = [
    // https://openrouter.ai/docs/api/reference/errors-and-debugging
    { error: { message: 'overloaded', code: 503 } },
    { error: { message: 'slow down', code: '429' } },
    {
      choices: [{ message: { content: '' }, finish_reason: 'error', error: { code: 502, message: 'gone' } }],
    },
    { error: { type: 'overloaded_error', message: 'Overloaded' } },
    { message: 'Loading model', type: 'unavailable_error', code: 503 },
    [{ error: { code: 429, message: 'exhausted', status: 'RESOURCE_EXHAUSTED' } }],
  ]
  test.for(passing)('is asked again where it may pass: %j', async (body) => {
    expect(await ask(inTurn(json(body), says('4')))).toBe('4')
    expect(server.questions).toHaveLength(2)
  })

  test.for<[body: unknown, sentence: RegExp]>([
    [{ error: { message: 'overloaded', code: 503 } }, /answers with status 503 \('overloaded'\)/],
    [{ error: { message: 'no such voice', code: 400 } }, /answers with status 400 \('no such voice'\)/],
    [{ error: 'it is broken' }, /answers with an error \('it is broken'\): see what it logs/],
    [{ error: { message: 'who are you?', code: 401 } }, /refuses the key \(401\)/],
  ])('says the words of the server: %j', async ([body, sentence]) => {
    await refused(ask(json(body)), sentence)
  })
})

describe('the words of a server', () => {
  test.for<[what: string, body: unknown, said: string]>([
    ['OpenAI, vLLM, llama.cpp', { error: { message: 'too long', type: 'x', code: 400 } }, 'too long'],
    ['its parameter', { error: { message: 'out of range', param: 'top_k' } }, 'top_k: out of range'],
    ['older vLLM', { object: 'error', message: 'too long', type: 'BadRequestError', code: 400 }, 'too long'],
    ['Ollama, TGI', { error: 'no such thing', error_type: 'validation' }, 'no such thing'],
    ['FastAPI, in one', { detail: 'Not today' }, 'Not today'],
    [
      'FastAPI, in many',
      { detail: [{ loc: ['body', 'messages', 0], msg: 'Field required', type: 'missing' }] },
      'body.messages.0: Field required',
    ],
    // https://github.com/n4ze3m/page-assist/issues/406
    ['Gemini', [{ error: { code: 400, message: 'bad model', status: 'INVALID_ARGUMENT' } }], 'bad model'],
    ['a list of errors', { errors: [{ message: 'one' }, { message: 'two' }] }, 'one; two'],
    ['plain text', 'CUDA out of memory', 'CUDA out of memory'],
  ])('are shown as %s has them', async ([, body, said]) => {
    await refused(
      ask(status(400, body)),
      new RegExp(`answers with status 400 \\('${said}'\\): see what it logs`),
    )
  })

  test.for<[what: string, body: unknown]>([
    ['a page', '<!doctype html><title>502</title>'],
    ['nothing', ''],
    ['numbers', { error: 5 }],
    ['no end of lists', `${'['.repeat(3000)}${']'.repeat(3000)}`],
  ])('are none where there is %s', async ([, body]) => {
    await refused(ask(status(400, body)), /answers with status 400: see what it logs/)
  })

  test.for<[body: unknown, code: number]>([
    [{ detail: [{ loc: ['body', 'seed'], msg: 'Extra inputs are not permitted' }] }, 422],
    [{ error: { message: 'Extra inputs are not permitted', param: 'seed' } }, 400],
    [{ message: 'unknown field: seed' }, 400],
    ['Unrecognized request argument supplied: seed', 400],
  ])('say what is left out: %j', async ([body, code]) => {
    const picky: Replier = (response, question, n) =>
      ('seed' in question.body ? status(code, body) : says('4'))(response, question, n)
    expect(await ask(picky)).toBe('4')
    expect(server.questions.map((question) => 'seed' in question.body)).toEqual([true, false])
  })

  test.for<[said: string, settings: Partial<ChatSettings>]>([
    ['temperature must lie between 0 and 2', { temperature: 5 }],
    [
      "Unsupported value: 'temperature' does not support 0.2 with this model",
      { temperature: 0.2, firm: true },
    ],
    ['max_tokens or max_completion_tokens is too large: the longest context is 1024', {}],
  ])('are heeded where a value is wrong, or is meant: %s', async ([said, settings]) => {
    await refused(answer(status(400, { error: said }), {}, settings), new RegExp(said.slice(0, 30)))
  })
})

test('Retry-After may be a date, told from the clock of the server', async () => {
  const date = (time: number) => new Date(time).toUTCString()
  const then = Date.UTC(2031, 0, 1)
  const busy = status(503, {}, { date: date(then), 'retry-after': date(then + 3_600_000) })
  await refused(ask(inTurn(busy, says('4')), { timeout: 200 }), /did not answer within 0\.2 s/)
  expect(server.questions).toHaveLength(1)
  await server.close()
  const past = status(503, {}, { date: date(then), 'retry-after': date(then - 1000) })
  expect(await ask(inTurn(past, says('4')))).toBe('4')
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
