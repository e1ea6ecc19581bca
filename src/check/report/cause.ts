import { oneLine } from '../../core/index.ts'
import type { Cause } from '../result.ts'
import { eventName } from './name.ts'
import { count, sentence, shortFields } from './text.ts'

/** Says in one line what broke. */
export function describeCause(cause: Cause): string {
  return sentence(oneLine(tell(cause), 400))
}

function waiting({ order }: Extract<Cause, { readonly kind: 'hang' }>): string {
  if (order === undefined) return ''
  return `, and the order '${order.event}' is given only where it may rest (${order.rest.join(', ')})`
}

function tell(cause: Cause): string {
  switch (cause.kind) {
    case 'broken':
      return `The promise '${cause.monitor}' is broken: ${oneLine(cause.detail)}`
    case 'owed':
      return `The promise '${cause.monitor}' is still owed when all has come to rest`
    case 'invariant':
      return `'${cause.name}' does not hold: ${oneLine(cause.detail)}`
    case 'hang':
      return `${cause.address} waits in '${cause.state}' for ever: nothing is on its way and no timer is set${waiting(cause)}`
    case 'restless':
      return `It never comes to rest: without faults and with every message delivered, it goes round the same ${count(cause.period, 'step')} for ever`
    case 'refused': {
      const { message, refused } = cause
      const said = `${message.type} (${shortFields(message.payload)}) to ${message.to}`
      return `${message.from} sent ${said}, which the bus refuses (${refused.reason}): ${oneLine(refused.detail)}`
    }
    case 'failed':
      return `${cause.address} threw in '${cause.state}' on ${eventName(cause.event)}: ${oneLine(cause.error)}`
    case 'nondeterministic': {
      const place = `in '${cause.state}' on ${eventName(cause.event)}`
      return cause.source === null
        ? `${cause.address} did two things in one situation, ${place}: it reads what is no part of its state`
        : `${cause.address} read ${cause.source}, ${place}: what it does must follow from its state and the event`
    }
    case 'unreached':
    default:
      return `No session reached what '${cause.monitor}' says that some session must`
  }
}
