import { roleOf } from 'coevo/bus'
import type { Cause } from 'coevo/check'

/** Tells causes apart as the checker does: one violation is reported of each. */
export function nameOf(cause: Cause): string {
  switch (cause.kind) {
    case 'hang':
      return `hang ${roleOf(cause.address)} ${cause.state}`
    case 'failed':
    case 'nondeterministic':
      return `${cause.kind} ${roleOf(cause.address)}`
    case 'refused':
      return `refused ${cause.message.type} ${cause.refused.reason}`
    case 'invariant':
      return `invariant ${cause.name}`
    case 'restless':
      return 'restless'
    case 'broken':
    case 'owed':
    case 'unreached':
      return `${cause.kind} ${cause.monitor}`
  }
}
