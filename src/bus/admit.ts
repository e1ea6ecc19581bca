import { UserError } from '../core/index.ts'
import type { Refusal, Refused } from './journal.ts'
import { type Draft, roleOf } from './message.ts'
import type { RoleRules } from './role.ts'
import { checkPayload, receiversOf, type MessageTypes } from './schema.ts'

/** What a bus knows of a protocol: who takes part, and who may say what to whom and when. */
export interface BusProtocol {
  readonly roles: RoleRules
  readonly messages: MessageTypes
}

/** Who takes part in a session: the role by address. `seat` makes one. */
export type Addresses = ReadonlyMap<string, string>

/** What becomes of a message that is sent: the payload that its schema returns, or why it is refused. */
export type Admission = { readonly payload: unknown } | { readonly refused: Refused }

/**
 * Gives every address of a session its role.
 *
 * @throws UserError when an address is no role's, or a role has fewer or more agents than its count.
 */
export function seat({ roles }: BusProtocol, addresses: Iterable<string>): Addresses {
  const seated = new Map<string, string>()
  for (const address of addresses) {
    const role = roleOf(address)
    if (!Object.hasOwn(roles, role))
      throw new UserError(
        `'${address}' belongs to no role: the protocol has ${Object.keys(roles).join(', ')}.`,
      )
    seated.set(address, role)
  }
  for (const role of Object.keys(roles)) checkCount(role, roles[role]!.count, seated)
  return seated
}

function checkCount(role: string, count: RoleRules[string]['count'], seated: Addresses): void {
  const given = [...seated].filter((entry) => entry[1] === role).map(([address]) => address)
  const [least, most] = count === 1 ? [1, 1] : count
  const expected = count === 1 ? [role] : given.map((_, i) => `${role}-${i}`)
  const fits = given.length >= least && given.length <= most
  if (fits && expected.every((address) => seated.has(address))) return
  const wanted =
    count === 1
      ? `one agent of role '${role}', at '${role}'`
      : `${least} to ${most} agents of role '${role}', at '${role}-0', '${role}-1', …`
  throw new UserError(
    `A session needs ${wanted}; it was given ${given.length === 0 ? 'none' : given.map((address) => `'${address}'`).join(', ')}.`,
  )
}

/**
 * Says whether a message may enter a session: its type, sender, receiver, direction, the state that its
 * sender is in, and its payload, checked in this order.
 *
 * @param sent.state the state of the sender's machine when it took the event that made it send, nested
 * ones as 'outer.inner'; undefined where it is not known: then no state is the wrong one.
 */
export function admit(
  { protocol, addresses }: { readonly protocol: BusProtocol; readonly addresses: Addresses },
  sent: { readonly from: string; readonly state: string | undefined; readonly draft: Draft },
): Admission {
  const { from, state, draft } = sent
  const { to, type, payload } = draft
  const { messages } = protocol
  if (!Object.hasOwn(messages, type)) return refuse('unknown type', `there is no message type '${type}'`)
  const rule = messages[type]!
  const [sender, receiver] = [addresses.get(from), addresses.get(to)]
  if (sender === undefined) return refuse('unknown sender', `'${from}' is not in the session`)
  if (receiver === undefined) return refuse('unknown receiver', `'${to}' is not in the session`)
  if (sender !== rule.from || !receiversOf(rule).includes(receiver))
    return refuse(
      'wrong direction',
      `'${type}' goes from ${rule.from} to ${receiversOf(rule).join(' or ')}, not from ${from} to ${to}`,
    )
  if (state !== undefined && rule.in !== undefined && !isInside(state, rule.in))
    return refuse('wrong state', `'${type}' is sent in ${rule.in.join(' or ')}, not in ${state}`)
  const verdict = checkPayload(rule.payload, payload)
  return 'problem' in verdict ? refuse('invalid payload', verdict.problem) : { payload: verdict.value }
}

function refuse(reason: Refusal, detail: string): Admission {
  return { refused: { reason, detail } }
}

/** True where a state is one of these or inside one; of parallel states ('a.x|b.y'), where any is. */
function isInside(state: string, states: readonly string[]): boolean {
  if (states.includes(state)) return true
  return state
    .split('|')
    .some((inner) => states.some((outer) => inner === outer || inner.startsWith(`${outer}.`)))
}
