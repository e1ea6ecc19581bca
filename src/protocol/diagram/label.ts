import type { AnyStateNode } from 'xstate'

/** Names an event as a machine's author writes it: 'move', 'after decision', 'policy.onDone', 'always'. */
export function eventLabel(event: string, source: AnyStateNode): string {
  if (event === '') return 'always'
  const timer = source.after.find(({ eventType }) => eventType === event)
  if (timer !== undefined) {
    const { delay } = timer
    return typeof delay === 'number' ? `after ${delay.toLocaleString('en-US')} ms` : `after ${nameOf(delay)}`
  }
  const [, kind, id] = /^xstate\.(done|error)\.actor\.(.+)$/.exec(event) ?? []
  if (id !== undefined) return `${id}.${kind === 'done' ? 'onDone' : 'onError'}`
  if (event.startsWith('xstate.done.state.')) return 'onDone'
  return event === '*' ? 'any other event' : event
}

/** Names a guard; of several in one, all. */
export function guardName(guard: unknown): string {
  if (typeof guard !== 'function' || !('guards' in guard)) return nameOf(guard)
  const names = (guard.guards as readonly unknown[]).map(guardName)
  return guard.name === 'not' ? `not ${names[0]}` : names.join(` ${guard.name} `)
}

/** Names an action; null for what XState does by itself to set and clear the timers of `after`. */
export function actionName(action: unknown): string | null {
  const { id, sendId } = action as { readonly id?: unknown; readonly sendId?: unknown }
  if (String(id ?? sendId).startsWith('xstate.after.')) return null
  const name = nameOf(action)
  const { event } = action as { readonly event?: { readonly type?: string } }
  return name === 'raise' && event?.type !== undefined ? `raise ${event.type}` : name
}

function nameOf(thing: unknown): string {
  if (typeof thing === 'string') return thing
  const { type, name } = thing as { readonly type?: string; readonly name?: string }
  if (type !== undefined) return type.replace(/^xstate\./, '')
  // A function written in place is named by JavaScript for the property that it is the value of.
  return name === undefined || /^(|actions|guard|entry|exit)$/.test(name) ? 'a function' : name
}
