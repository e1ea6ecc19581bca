/** What is waited for at the moment, the latest last: parts of a user's that may never come to an end. */
const open: string[] = []
let listener: (what: string | null) => void = () => {}

/**
 * Does work under a name, so that a process that ends in the middle of it can say so.
 *
 * @param what as a noun: "the evaluation of nashConv"
 */
export async function waiting<T>(what: string, work: () => T | Promise<T>): Promise<T> {
  open.push(what)
  try {
    return await work()
  } finally {
    open.splice(open.lastIndexOf(what), 1)
  }
}

/** Does work that should be done in a moment under a name; whoever watches is told when it begins and ends. */
export function working<T>(what: string, work: () => T): T {
  open.push(what)
  listener(what)
  try {
    return work()
  } finally {
    open.splice(open.lastIndexOf(what), 1)
    listener(null)
  }
}

/** Does work as `working` does that returns a promise. */
export async function workingAsync<T>(what: string, work: () => Promise<T>): Promise<T> {
  listener(what)
  try {
    return await waiting(what, work)
  } finally {
    listener(null)
  }
}

/** Names what is waited for, the latest last. */
export function waitedFor(): readonly string[] {
  return open
}

/** Is told the name of what should be done in a moment when it begins, and null when it has ended. */
export function watchWorking(notice: (what: string | null) => void): void {
  listener = notice
}
