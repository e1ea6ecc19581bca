/** How much of a mark is kept, in bytes. */
const LENGTH = 1024

/** Where a thread that hangs has left word of what it was about to do: what it writes can be read meanwhile. */
export interface Marks {
  /** What the thread does now. */
  write(what: string): void
  /** What it did last, and a number that differs when it has gone on since. */
  read(): { readonly what: string; readonly count: number }
}

/** Makes the memory that two threads share. */
export const newMarks = (): SharedArrayBuffer => new SharedArrayBuffer(8 + LENGTH)

export function openMarks(memory: SharedArrayBuffer): Marks {
  const [count, length] = [0, 1]
  const head = new Int32Array(memory, 0, 2)
  const text = new Uint8Array(memory, 8)
  return {
    write(what) {
      Atomics.store(head, length, new TextEncoder().encodeInto(what, text).written)
      Atomics.add(head, count, 1)
    },
    read() {
      const bytes = text.slice(0, Atomics.load(head, length))
      return { what: new TextDecoder().decode(bytes), count: Atomics.load(head, count) }
    },
  }
}
