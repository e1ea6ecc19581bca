import { defineSystem, type Behaviour } from 'coevo/check'
import { defineProtocol, type Incoming, type Outgoing } from 'coevo/protocol'
import { z } from 'zod'

const job = z.int()
const result = z.int()

/** How many jobs a client has done, one after the other, and how often anybody tries again. */
export const JOBS = 2
export const RETRIES = 1

/**
 * A client has jobs done by a worker, through a broker that remembers what is done.
 *
 *     client → broker → worker   ask, task
 *     client ← broker ← worker   answer, done
 *
 * Who hears nothing in time says it once more, then gives up.
 */
export const errands = defineProtocol({
  name: 'errands',
  roles: {
    client: { count: 1, states: ['asking', 'finished', 'gone'], rest: ['finished', 'gone'] },
    broker: { count: 1, states: ['idle', 'working'], rest: ['idle'] },
    worker: { count: 1, states: ['ready'], rest: ['ready'] },
  },
  messages: {
    ask: { from: 'client', to: 'broker', in: ['asking'], payload: z.object({ job }) },
    task: { from: 'broker', to: 'worker', payload: z.object({ job }) },
    done: { from: 'worker', to: 'broker', in: ['ready'], payload: z.object({ job, result }) },
    answer: { from: 'broker', to: 'client', payload: z.object({ job, result }) },
  },
  timeouts: { answer: 5000, done: 1000 },
  monitors: ({ never, sent }) => [
    never(
      'a client gets the result of another job',
      sent('answer', ({ payload: { job, result } }) => result !== resultOf(job)),
    ),
  ],
})

type Errands = typeof errands
export type ToClient = Incoming<Errands, 'client'>
export type ToBroker = Incoming<Errands, 'broker'>
export type ToWorker = Incoming<Errands, 'worker'>
export type FromClient = Outgoing<Errands, 'client'>
export type FromBroker = Outgoing<Errands, 'broker'>
export type FromWorker = Outgoing<Errands, 'worker'>

export function resultOf(number: number): number {
  return number * number + 1
}

/** Puts the three into a world that loses one message and repeats one. */
export function toy(name: string, agents: Readonly<Record<keyof Errands['roles'], Behaviour>>) {
  return defineSystem({
    name,
    title: 'a client, a broker and a worker',
    protocol: errands,
    agents,
    network: 'unordered',
    faults: { drop: 1, duplicate: 1 },
  })
}
