import { receiversOf, roleOf, type MessageType, type RoleRule } from '../bus/index.ts'
import { nearest, UserError } from '../core/index.ts'
import type { Protocol } from './define.ts'
import { DELAY_RULE, isDelay } from './delay.ts'

/**
 * Holds a protocol to itself: what the compiler says of a TypeScript file, and what types cannot say.
 *
 * @throws UserError naming the protocol and the part that does not fit.
 */
export function checkConsistent(protocol: Protocol): void {
  const { name, roles, messages, timeouts, monitors } = protocol
  const refuse = (problem: string): never => {
    throw new UserError(`Protocol '${name}': ${problem}.`)
  }
  for (const [role, rule] of Object.entries(roles)) checkRole(role, rule, refuse)
  for (const [type, message] of Object.entries(messages)) checkMessage(type, message, protocol, refuse)
  for (const [timeout, delay] of Object.entries(timeouts))
    if (!isDelay(delay)) refuse(`timeout '${timeout}' is ${String(delay)}: ${DELAY_RULE}`)
  const names = monitors.map((monitor) => monitor.name)
  const twice = names.find((one, i) => names.indexOf(one) < i)
  if (twice !== undefined) refuse(`two promises are called '${twice}': give each a name of its own`)
}

function checkRole(
  role: string,
  { count, states, rest }: RoleRule,
  refuse: (problem: string) => never,
): void {
  if (roleOf(role) !== role)
    refuse(`role '${role}' is called like the address of an agent: leave the number out, and give a count`)
  if (count !== 1) {
    const [least, most] = Array.isArray(count) ? (count as readonly unknown[]) : []
    const isRange = Number.isInteger(least) && Number.isInteger(most) && Number(least) >= 0
    if (!isRange || Number(most) < Math.max(1, Number(least)))
      refuse(`role '${role}' has the count ${JSON.stringify(count)}: give 1, or [least, most]`)
  }
  if (states.length === 0) refuse(`role '${role}' has no states`)
  for (const state of rest)
    if (!states.includes(state)) refuse(`role '${role}' rests in '${state}'${known(state, states, 'state')}`)
}

function checkMessage(
  type: string,
  message: MessageType,
  { roles }: Protocol,
  refuse: (problem: string) => never,
): void {
  const names = Object.keys(roles)
  for (const role of [message.from, ...receiversOf(message)])
    if (!Object.hasOwn(roles, role))
      refuse(`message '${type}' goes from or to '${role}'${known(role, names, 'role')}`)
  for (const state of message.in ?? []) {
    const { states } = roles[message.from]!
    const outermost = state.split('.', 1)[0]!
    if (!states.includes(outermost))
      refuse(`message '${type}' is sent in '${state}'${known(outermost, states, `state of ${message.from}`)}`)
  }
  const standard = (message.payload as Partial<MessageType['payload']> | null | undefined)?.['~standard']
  if (typeof standard?.validate !== 'function')
    refuse(
      `the payload of message '${type}' is no schema: give a Standard Schema, such as z.object({ … }) of zod`,
    )
}

function known(name: string, names: readonly string[], kind: string): string {
  const guess = nearest(name, names)
  const list = `there are ${names.join(', ')}`
  return `, which is no ${kind} (${guess === undefined ? list : `did you mean '${guess}'? ${list}`})`
}
