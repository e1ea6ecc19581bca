import { defineSystem, fromReducer, type System } from 'coevo/check'
import { defineProtocol, type MessageOf, type Monitor, type StateOf } from 'coevo/protocol'
import { z } from 'zod'

/** The round and the server that leads it: no two leaders have the same. */
const ballot = z.tuple([z.int(), z.string()]).readonly()
const proposal = z.object({ client: z.templateLiteral(['client-', z.int()]), value: z.string() }).readonly()
/** A proposal that a server accepted, and in which ballot. */
const vote = z.object({ ballot, proposal }).readonly()

type Ballot = z.infer<typeof ballot>
type Proposal = z.infer<typeof proposal>
type Vote = z.infer<typeof vote>

/**
 * Single-decree Paxos: servers agree on one value, which clients write and read as if it were in one place.
 *
 *     client  → server    put                    get
 *     leader  → servers   prepare                every earlier ballot is closed
 *     servers → leader    prepared               what was accepted in one
 *     leader  → servers   accept                 the last of those, or else what the client put
 *     servers → leader    accepted
 *     leader  → servers   decided                once a majority has accepted
 *     server  → client    put-ok                 get-ok
 *
 * Leslie Lamport, "The Part-Time Parliament", ACM Transactions on Computer Systems 16(2), 1998, in the
 * form of the example of the model checker stateright (examples/paxos.rs): every put opens a ballot, a
 * leader answers itself at once, and what a server cannot use yet, or any more, stays on its way. Nobody
 * tries again, so a client may wait for ever: what is promised is that no answer is wrong.
 */
export const protocol = defineProtocol({
  name: 'paxos',
  roles: {
    client: {
      count: [1, 9],
      states: ['putting', 'getting', 'done'],
      rest: ['putting', 'getting', 'done'],
    },
    server: {
      count: [1, 9],
      states: ['following', 'leading', 'decided'],
      rest: ['following', 'leading', 'decided'],
    },
  },
  messages: {
    put: { from: 'client', to: 'server', in: ['putting'], payload: z.object({ value: z.string() }) },
    'put-ok': { from: 'server', to: 'client', in: ['leading'], payload: z.null() },
    get: { from: 'client', to: 'server', in: ['putting'], payload: z.null() },
    'get-ok': { from: 'server', to: 'client', in: ['decided'], payload: z.object({ value: z.string() }) },
    prepare: { from: 'server', to: 'server', in: ['following'], payload: z.object({ ballot }) },
    prepared: {
      from: 'server',
      to: 'server',
      in: ['following', 'leading'],
      payload: z.object({ ballot, accepted: vote.nullable() }),
    },
    accept: { from: 'server', to: 'server', in: ['leading'], payload: vote },
    accepted: {
      from: 'server',
      to: 'server',
      in: ['following', 'leading'],
      payload: z.object({ ballot }),
    },
    decided: { from: 'server', to: 'server', in: ['leading'], payload: vote },
  },
  timeouts: {},
})

type ServerAddress = `server-${number}`

type Server = {
  /** The highest ballot that it has heard of. */
  readonly ballot: Ballot
  readonly accepted: Vote | null
  readonly decided: boolean
  /** What it leads a ballot for. */
  readonly proposal: Proposal | null
  /** Who closed the earlier ballots for it, and what they had accepted. */
  readonly prepared: Readonly<Record<string, Vote | null>>
  /** Who accepted its proposal, sorted. */
  readonly accepts: readonly string[]
}

const newServer: Server = {
  ballot: [0, ''],
  accepted: null,
  decided: false,
  proposal: null,
  prepared: {},
  accepts: [],
}

/** Creates one of the servers: it accepts proposals, and leads a ballot for the first put it gets. */
export const server = (self: ServerAddress, servers: readonly ServerAddress[]) => {
  const majority = Math.floor(servers.length / 2) + 1
  const others = servers.filter((other) => other !== self)
  return fromReducer(protocol, 'server', {
    initial: newServer,
    // What it promised and accepted is on stable storage: Paxos is wrong without.
    restarts: ['snapshot'],
    nameOf: ({ decided, proposal }: Server) =>
      decided ? 'decided' : proposal === null ? 'following' : 'leading',
    takes({ ballot, decided, proposal }: Server, { type, payload }): boolean {
      if (type === 'get') return decided
      if (decided) return false
      switch (type) {
        case 'put':
          return proposal === null
        case 'prepare':
          return isBelow(ballot, payload.ballot)
        case 'accept':
          return !isBelow(payload.ballot, ballot)
        case 'prepared':
        case 'accepted':
          return isSame(payload.ballot, ballot)
        case 'decided':
          return true
      }
    },
    next(state, event, { send }): Server {
      switch (event.type) {
        case 'put': {
          const ballot: Ballot = [state.ballot[0] + 1, self]
          for (const to of others) send({ to, type: 'prepare', payload: { ballot } })
          const proposal = { client: event.from as Proposal['client'], value: event.payload.value }
          return { ...state, ballot, proposal, prepared: { [self]: state.accepted }, accepts: [] }
        }
        case 'prepare': {
          const { ballot } = event.payload
          const { accepted } = state
          send({ to: event.from as ServerAddress, type: 'prepared', payload: { ballot, accepted } })
          return { ...state, ballot }
        }
        case 'prepared': {
          const { ballot } = state
          const prepared = { ...state.prepared, [event.from]: event.payload.accepted }
          if (Object.keys(prepared).length !== majority) return { ...state, prepared }
          // What a majority may have decided in an earlier ballot is among these: it must stay decided.
          const proposal = lastOf(Object.values(prepared))?.proposal ?? state.proposal!
          const accepted = { ballot, proposal }
          for (const to of others) send({ to, type: 'accept', payload: accepted })
          return { ...state, prepared, proposal, accepted, accepts: including(state.accepts, self) }
        }
        case 'accept': {
          const { ballot } = event.payload
          send({ to: event.from as ServerAddress, type: 'accepted', payload: { ballot } })
          return { ...state, ballot, accepted: event.payload }
        }
        case 'accepted': {
          const { ballot } = state
          const proposal = state.proposal!
          const accepts = including(state.accepts, event.from)
          if (accepts.length !== majority) return { ...state, accepts }
          for (const to of others) send({ to, type: 'decided', payload: { ballot, proposal } })
          send({ to: proposal.client, type: 'put-ok', payload: null })
          return { ...state, accepts, decided: true }
        }
        case 'get': {
          const { value } = state.accepted!.proposal
          send({ to: event.from as Proposal['client'], type: 'get-ok', payload: { value } })
          return state
        }
        case 'decided':
          return { ...state, ballot: event.payload.ballot, accepted: event.payload, decided: true }
      }
    },
  })
}

function isBelow([round, leader]: Ballot, [otherRound, otherLeader]: Ballot): boolean {
  return round < otherRound || (round === otherRound && leader < otherLeader)
}

function isSame([round, leader]: Ballot, [otherRound, otherLeader]: Ballot): boolean {
  return round === otherRound && leader === otherLeader
}

/** A sorted list without repetition, with one more member. */
function including(members: readonly string[], member: string): readonly string[] {
  return [...new Set([...members, member])].toSorted()
}

/** The vote of the highest ballot; null where nobody has voted. */
function lastOf(votes: readonly (Vote | null)[]): Vote | null {
  return votes.reduce((last, vote) =>
    last !== null && (vote === null || isBelow(vote.ballot, last.ballot)) ? last : vote,
  )
}

type Client = StateOf<typeof protocol, 'client'>

/** Creates a client that puts a value at one server and, once it has an answer, gets it from another. */
export const client = (value: string, putsAt: ServerAddress, getsAt: ServerAddress) =>
  fromReducer(protocol, 'client', {
    initial: 'putting',
    restarts: ['snapshot'],
    begin: ({ send }) => send({ to: putsAt, type: 'put', payload: { value } }),
    takes: (state: Client, { type }) => state === (type === 'put-ok' ? 'putting' : 'getting'),
    next(_state, event, { send }): Client {
      if (event.type === 'get-ok') return 'done'
      send({ to: getsAt, type: 'get', payload: null })
      return 'getting'
    },
  })

type Operation = {
  readonly kind: 'write' | 'read'
  /** What was written; what was read, once it has returned. */
  readonly value: string | null
  readonly returned: boolean
  /** By client: how many operations of its had returned when this one began. */
  readonly after: Readonly<Record<string, number>>
}

/** By client: its operations, one after the other. */
type History = Readonly<Record<string, readonly Operation[]>>

type Messages = MessageOf<typeof protocol.messages>

/** What clients see could have come from one register that does one thing at a time. */
export const linearizable: Monitor<Messages, History> = {
  name: 'the register is linearizable',
  initial: {},
  next(history, seen) {
    if (seen.at === 'sent') {
      const { type, from, payload } = seen.message
      if (type === 'put') return begun(history, from, 'write', payload.value)
      if (type === 'get') return begun(history, from, 'read', null)
    }
    if (seen.at === 'delivered') {
      const { type, to, payload } = seen.message
      if (type === 'put-ok') return returned(history, to)
      if (type === 'get-ok') return returned(history, to, payload.value)
    }
    return history
  },
  broken: (history) => (hasOrder(history) ? null : `no order explains ${told(history)}`),
  hot: () => false,
  goal: (history) => Object.values(history).some((list) => list.some(isAnsweredRead)),
}

function begun(history: History, client: string, kind: Operation['kind'], value: string | null): History {
  const after = Object.entries(history)
    .map(([other, list]) => [other, list.filter((operation) => operation.returned).length] as const)
    .filter(([other, count]) => other !== client && count > 0)
  const operation = { kind, value, returned: false, after: Object.fromEntries(after) }
  return { ...history, [client]: [...(history[client] ?? []), operation] }
}

function returned(history: History, client: string, value?: string): History {
  const earlier = history[client] ?? []
  const last = earlier.at(-1)
  if (last === undefined || last.returned) return history
  return {
    ...history,
    [client]: [...earlier.slice(0, -1), { ...last, value: value ?? last.value, returned: true }],
  }
}

/**
 * Looks for an order in which every read returned what was written last, and what had returned before
 * something else began comes before it.
 *
 * Maurice Herlihy and Jeannette Wing, "Linearizability", ACM TOPLAS 12(3), 1990. What has not returned
 * may have happened or not.
 */
function hasOrder(history: History): boolean {
  const clients = Object.keys(history)
  const place = (placed: Readonly<Record<string, number>>, register: string | null): boolean =>
    clients.every((client) => history[client]![placed[client]!]?.returned !== true) ||
    clients.some((client) => {
      const operation = history[client]![placed[client]!]
      if (operation === undefined) return false
      const { kind, value, after } = operation
      if (Object.entries(after).some(([other, count]) => placed[other]! < count)) return false
      if (isAnsweredRead(operation) && value !== register) return false
      return place({ ...placed, [client]: placed[client]! + 1 }, kind === 'write' ? value : register)
    })
  return place(Object.fromEntries(clients.map((client) => [client, 0])), null)
}

const isAnsweredRead = ({ kind, returned }: Operation) => kind === 'read' && returned

function told(history: History): string {
  const lists = Object.entries(history).map(([client, list]) => {
    const operations = list.map(({ kind, value, returned }) => `${kind} ${returned ? value : '…'}`)
    return `${client}: ${operations.join(', ')}`
  })
  return lists.join('; ')
}

/** Single-decree Paxos with 1 to 9 clients and servers, over a network that keeps no order. */
export default function paxos({ clients = 2, servers = 3 } = {}): System {
  const addresses = Array.from({ length: servers }, (_, i): ServerAddress => `server-${i}`)
  const at = (i: number) => addresses[i % servers]!
  return defineSystem({
    name: 'paxos',
    title: 'servers agree on one value, and no read contradicts another',
    protocol,
    agents: {
      server: addresses.map((address) => server(address, addresses)),
      client: Array.from({ length: clients }, (_, i) =>
        client(String.fromCodePoint(65 + i), at(i), at(i + 1)),
      ),
    },
    monitors: [linearizable],
    network: 'unordered',
  })
}
