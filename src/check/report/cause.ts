import type { Cause } from '../result.ts'
import { eventName } from './name.ts'
import { oneLine } from '../../core/index.ts'
import { count, sentence, shortFields } from './text.ts'

/** Says in one line what broke. */
export function describeCause(cause: Cause): string {
  switch (cause.kind) {
    case 'broken':
      return sentence(`The promise '${oneLine(cause.monitor)}' is broken: ${oneLine(cause.detail)}`)
    case 'owed':
      return `The promise '${oneLine(cause.monitor)}' is still owed when all has come to rest.`
    case 'invariant':
      return sentence(`'${oneLine(cause.name)}' does not hold: ${oneLine(cause.detail)}`)
    case 'hang':
      return `${cause.address} waits in '${cause.state}' for ever: nothing is on its way and no timer is set.`
    case 'restless':
      return `It never comes to rest: without faults and with every message delivered, the last ${count(cause.period, 'step')} repeat for ever.`
    case 'refused': {
      const { message, refused } = cause
      const said = `${oneLine(message.type)} (${shortFields(message.payload)}) to ${oneLine(message.to)}`
      return sentence(
        `${message.from} sent ${said}, which the bus refuses for ${refused.reason}: ${oneLine(refused.detail)}`,
      )
    }
    case 'failed':
      return sentence(
        `${cause.address} threw in '${cause.state}' on ${eventName(cause.event)}: ${oneLine(cause.error)}`,
      )
    case 'nondeterministic': {
      const read = cause.source === null ? 'something that is no part of its state' : oneLine(cause.source)
      return sentence(
        `${cause.address} did two things in one situation, in '${cause.state}' on ${eventName(cause.event)}: it read ${read}`,
      )
    }
    case 'unreached':
    default:
      return `No session reached what '${oneLine(cause.monitor)}' says that some session must.`
  }
}
