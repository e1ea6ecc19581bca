/** Where timers come from: the shape that XState and the platform share. */
export interface Clock {
  setTimeout(callback: () => void, milliseconds: number): unknown
  clearTimeout(timer: unknown): void
}

interface Timer {
  readonly due: number
  readonly callback: () => void
}

/** A clock that stands still until it is told to go to the next timer. */
export interface VirtualClock extends Clock {
  /** Jumps to the timer that is due first, of several the one set first, and fires it; false without any. */
  advance(): boolean
}

/** Creates a clock of virtual time: a timeout fires when nothing else can happen, at once. */
export function createVirtualClock(): VirtualClock {
  let now = 0
  const timers: Timer[] = []
  const remove = (timer: Timer) => {
    const at = timers.indexOf(timer)
    if (at >= 0) timers.splice(at, 1)
  }
  return {
    setTimeout(callback, milliseconds) {
      const timer = { due: now + milliseconds, callback }
      timers.push(timer)
      return timer
    },
    clearTimeout: (timer) => remove(timer as Timer),
    advance() {
      let first = timers[0]
      if (first === undefined) return false
      for (const timer of timers) if (timer.due < first.due) first = timer
      now = first.due
      remove(first)
      first.callback()
      return true
    },
  }
}
