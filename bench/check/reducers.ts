import { fromReducer } from 'coevo/check'
import { errands, JOBS, resultOf, RETRIES, toy, type FromBroker } from './toy.ts'

type Client = {
  readonly name: 'asking' | 'finished' | 'gone'
  readonly job: number
  readonly tries: number
}

const client = fromReducer(errands, 'client', {
  initial: { name: 'asking', job: 0, tries: 0 },
  begin(ask) {
    ask.send({ to: 'broker', type: 'ask', payload: { job: 0 } })
    ask.start('answer')
  },
  next(state: Client, event, ask): Client {
    if (state.name !== 'asking') return state
    const again = (job: number, tries: number): Client => {
      ask.send({ to: 'broker', type: 'ask', payload: { job } })
      ask.start('answer')
      return { name: 'asking', job, tries }
    }
    switch (event.type) {
      case 'answer':
        if (event.payload.job !== state.job) return state
        ask.cancel('answer')
        return state.job === JOBS - 1 ? { ...state, name: 'finished' } : again(state.job + 1, 0)
      case 'timeout.answer':
        return state.tries < RETRIES ? again(state.job, state.tries + 1) : { ...state, name: 'gone' }
      // The broker's.
      case 'timeout.done':
        return state
    }
  },
})

type Broker = {
  readonly name: 'idle' | 'working'
  /** How many jobs are done: the number of the next. */
  readonly done: number
  readonly tries: number
}

/** `careless`: takes any result for that of the job at hand, a late one of the job before included. */
const broker = ({ careless }: { readonly careless: boolean }) =>
  fromReducer(errands, 'broker', {
    initial: { name: 'idle', done: 0, tries: 0 },
    next(state: Broker, event, ask): Broker {
      const answer = (job: number, result: number) =>
        ask.send({ to: 'client', type: 'answer', payload: { job, result } } satisfies FromBroker)
      const work = (tries: number): Broker => {
        ask.send({ to: 'worker', type: 'task', payload: { job: state.done } })
        ask.start('done')
        return { name: 'working', done: state.done, tries }
      }
      switch (event.type) {
        case 'ask': {
          if (state.name === 'working') return state
          const { job } = event.payload
          if (job >= state.done) return work(0)
          answer(job, resultOf(job))
          return state
        }
        case 'done': {
          const { job, result } = event.payload
          if (state.name === 'idle' || (job !== state.done && !careless)) return state
          ask.cancel('done')
          answer(state.done, result)
          return { ...state, name: 'idle', done: state.done + 1 }
        }
        case 'timeout.done':
          return state.tries < RETRIES ? work(state.tries + 1) : { ...state, name: 'idle' }
        // The client's.
        case 'timeout.answer':
          return state
      }
    },
  })

const worker = fromReducer(errands, 'worker', {
  initial: 'ready',
  next(state: 'ready', event, ask) {
    if (event.type === 'task') {
      const { job } = event.payload
      ask.send({ to: 'broker', type: 'done', payload: { job, result: resultOf(job) } })
    }
    return state
  },
})

const agents = { client, worker } as const

/** The toy as plain reducers. */
export default toy('errands', { ...agents, broker: broker({ careless: false }) })

/** The toy with a broker that takes a late result for that of the next job. */
export const careless = toy('errands-careless', { ...agents, broker: broker({ careless: true }) })
