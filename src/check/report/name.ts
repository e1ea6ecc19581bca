import type { Message } from '../../bus/index.ts'
import { oneLine } from '../../core/index.ts'

/** Names a message as it is named everywhere in a report: '#3 ack solver → teacher'. */
export function messageName({ seq, type, from, to }: Message): string {
  return `#${seq} ${oneLine(type, 40)} ${oneLine(from, 40)} → ${oneLine(to, 40)}`
}

/** Names a timer: 'decision' for the timer that XState calls 'xstate.after.decision.player.deciding'. */
export function timerName(timer: string): string {
  return oneLine(/^xstate\.after\.([^.]+)\./.exec(timer)?.[1] ?? timer, 60)
}

/** Names an event; those that XState makes up by what they mean. */
export function eventName(event: string): string {
  const [, kind, name] = /^xstate\.(after|done\.actor|error\.actor)\.(.+)$/.exec(event) ?? []
  if (name === undefined) return oneLine(event, 60)
  if (kind === 'after') return `the timer ${timerName(event)}`
  return `the ${kind === 'done.actor' ? 'answer' : 'failure'} of ${oneLine(name, 60)}`
}
