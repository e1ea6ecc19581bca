import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What a fake server was asked. */
export interface Question {
  readonly path: string
  readonly key: string | undefined
  readonly body: {
    readonly model: string
    readonly messages: readonly { readonly role: string; readonly content: string }[]
    readonly [option: string]: unknown
  }
}

/** How it replies to its n-th question, from 0. */
export type Replier = (response: ServerResponse, question: Question, n: number) => void

/** A server in this process. */
export interface FakeServer {
  readonly url: string
  readonly questions: readonly Question[]
  close(): Promise<void>
}

/** Replies as a chat model that says this. */
export const says =
  (text: string | ((question: Question) => string | null)): Replier =>
  (response, question) => {
    const content = typeof text === 'string' ? text : text(question)
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify({ choices: [{ index: 0, message: { role: 'assistant', content } }] }))
  }

/** Replies with a status, and a complaint or another body. */
export const status =
  (code: number, body: unknown = {}, headers: Readonly<Record<string, string>> = {}): Replier =>
  (response) =>
    void response.writeHead(code, headers).end(typeof body === 'string' ? body : JSON.stringify(body))

/** Replies to the first questions in turn, and to all others as to the last. */
export const inTurn =
  (...repliers: readonly Replier[]): Replier =>
  (response, question, n) =>
    (repliers[n] ?? repliers.at(-1)!)(response, question, n)

/** Starts a server on this machine, on a free port if none is named. */
export async function fakeServer(reply: Replier, port = 0): Promise<FakeServer> {
  const questions: Question[] = []
  const serve = async (request: IncomingMessage, response: ServerResponse) => {
    let text = ''
    for await (const chunk of request) text += String(chunk)
    const body = (text === '' ? {} : JSON.parse(text)) as Question['body']
    const question = { path: request.url!, key: request.headers.authorization, body }
    reply(response, question, questions.push(question) - 1)
  }
  const server = createServer((request, response) => void serve(request, response))
  await new Promise<void>((resolve) => {
    server.listen(port, '127.0.0.1', resolve)
  })
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    questions,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
