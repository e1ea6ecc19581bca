import type { Bus, JournalEntry, Message, Refused } from '../../bus/index.ts'
import type { Monitor, Observation } from './monitor.ts'
import { SessionWatch, type Breach } from './session.ts'

/** Monitors that watch a bus. */
export interface Watcher {
  /** The monitors whose goal was reached in some session that is closed by now. */
  readonly reached: ReadonlySet<string>
  /** Shows the monitors of a session what is not on the bus: an agent's act, or its restart. */
  see(session: string, seen: Extract<Observation, { readonly at: 'act' | 'restarted' }>): void
  /** Watches no more. */
  stop(): void
}

interface Watched {
  readonly watch: SessionWatch
  /** By id: what later messages are caused by. */
  readonly messages: Map<string, Message>
}

/**
 * Watches every session that a bus opens from now on, until it is closed.
 *
 * @param onBreach called once for each promise that a session breaks, when it does, and for what is
 * still owed when it closes.
 */
export function watchBus(
  bus: Bus,
  monitors: readonly Monitor[],
  onBreach: (breach: Breach) => void,
): Watcher {
  const sessions = new Map<string, Watched>()
  const reached = new Set<string>()

  function show(watched: Watched | undefined, seen: Observation): void {
    for (const breach of watched?.watch.see(seen) ?? []) onBreach(breach)
  }
  function carried(at: 'sent' | 'delivered', message: Message): void {
    const watched = sessions.get(message.session)
    if (watched === undefined) return
    const cause = message.cause === null ? null : (watched.messages.get(message.cause) ?? null)
    show(watched, { at, message, cause })
  }
  const onOpen = (session: string) =>
    void sessions.set(session, { watch: new SessionWatch(session, monitors), messages: new Map() })
  const onSent = (message: Message) => {
    sessions.get(message.session)?.messages.set(message.id, message)
    carried('sent', message)
  }
  const onMessage = (message: Message) => carried('delivered', message)
  const onError = ({ message, refused }: JournalEntry & { readonly refused: Refused }) => {
    // What is refused because a session is over is no part of it, though the next may have its name.
    if (refused.reason !== 'closed session')
      show(sessions.get(message.session), { at: 'refused', message, refused })
  }
  const onClose = (session: string) => {
    const watch = sessions.get(session)?.watch
    sessions.delete(session)
    for (const name of watch?.reached ?? []) reached.add(name)
    for (const breach of watch?.end() ?? []) onBreach(breach)
  }
  bus.on('open', onOpen).on('sent', onSent).on('message', onMessage).on('error', onError).on('close', onClose)
  return {
    reached,
    see: (session, seen) => show(sessions.get(session), seen),
    stop() {
      bus
        .off('open', onOpen)
        .off('sent', onSent)
        .off('message', onMessage)
        .off('error', onError)
        .off('close', onClose)
    },
  }
}
