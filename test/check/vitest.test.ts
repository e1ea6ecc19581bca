import { checkProtocol, defineSystem, formatStory, formatViolation, fromReducer, replay } from 'coevo/check'
import { defineProtocol } from 'coevo/protocol'
import { expect, test } from 'coevo/testing'
import { z } from 'zod'

const greeting = defineProtocol({
  name: 'greeting',
  roles: {
    host: { count: 1, states: ['idle', 'asking', 'happy', 'alone'], rest: ['idle', 'happy', 'alone'] },
    guest: { count: [1, 1], states: ['here'], rest: ['here'] },
  },
  messages: {
    hello: { from: 'host', to: 'guest', payload: z.null() },
    welcome: { from: 'guest', to: 'host', payload: z.null() },
  },
  timeouts: { reply: 1000 },
})

type Host = 'idle' | 'asking' | 'happy' | 'alone'
let greeted = 0

/** A host says hello. Whether it waits for ever is up to it. */
const system = (isPatient: boolean) =>
  defineSystem({
    name: 'a-greeting',
    title: 'a host and a guest',
    protocol: greeting,
    agents: {
      host: fromReducer(greeting, 'host', {
        initial: 'idle',
        spontaneous: (state: Host) => (state === 'idle' ? ['greet'] : []),
        next(state, { type }, { send, start }): Host {
          if (type === 'welcome') return state === 'asking' ? 'happy' : state
          if (type === 'timeout.reply') return state === 'asking' ? 'alone' : state
          send({ to: 'guest-0', type: 'hello', payload: null })
          if (!isPatient) start('reply')
          return 'asking'
        },
      }),
      guest: [
        fromReducer(greeting, 'guest', {
          initial: 'here',
          next(state: 'here', _event, { send }) {
            greeted++
            send({ to: 'host', type: 'welcome', payload: null })
            return state
          },
        }),
      ],
    },
    faults: { drop: 1 },
  })

test.protocol('a greeting survives a lost message', system(false))
test.protocol('a patient host needs every message', system(true), { faults: {} }, 5_000)

test('a declared test checks its system', () => {
  expect(greeted).toBeGreaterThan(0)
})

test('fails with the whole report', async () => {
  const patient = system(true)
  const { violations, coverage } = await checkProtocol(patient)
  const report = formatViolation(violations[0]!, { protocol: 'greeting', system: 'a-greeting', coverage })
  expect(report).toContain("host waits in 'asking' for ever")
  const failed = await expect(patient)
    .toHold()
    .then(
      () => '',
      (error: Error) => error.message,
    )
  // A test knows the system and not its file: what it prints can be pasted into the test.
  const [line, token] = /console\.log\(formatStory\(replay\(system, '([^']+)'\)\.trace\)\)/.exec(failed)!
  expect(failed).toContain(report.split('\n')[0]!)
  expect(failed).not.toMatch(/mermaid|coevo check/)
  expect(failed.split(line).length).toBe(2)
  expect(report).toContain(formatStory(replay(patient, token!).trace).split('\n')[0]!)
  await expect(patient).not.toHold()
})

test('holds in random runs that break nothing', async () => {
  await expect(system(false)).toHold({ mode: 'random', runs: 50 })
  await expect(expect(system(true)).toHold({ mode: 'random', runs: 50 })).rejects.toThrow('replay(system, ')
  await expect(expect(system(false)).not.toHold({ mode: 'random', runs: 50 })).rejects.toThrow('50 runs')
})

test('claims nothing where not all was seen', async () => {
  const cut = 'which is not all that can happen'
  await expect(expect(system(false)).toHold({ maxStates: 2 })).rejects.toThrow(cut)
  await expect(expect(system(false)).not.toHold({ maxStates: 2 })).rejects.toThrow(cut)
})

test('passes on what is wrong with the options', async () => {
  await expect(expect(system(false)).toHold({ runs: 0 })).rejects.toThrow('runs is 0')
})

test('loads protocol checks without vitest', async () => {
  const { execFileSync } = await import('node:child_process')
  const script = `
    import { registerHooks } from 'node:module'
    registerHooks({ resolve: (name, context, next) => {
      if (name === 'vitest') throw new Error('vitest is needed')
      return next(name, context)
    } })
    await import('coevo/check')
    console.log(await import('coevo/testing').then(() => 'loads', (error) => error.message))`
  const out = execFileSync(process.execPath, ['--conditions=source', '--input-type=module', '-e', script], {
    cwd: import.meta.dirname,
  })
  expect(out.toString().trim()).toBe('vitest is needed')
})
