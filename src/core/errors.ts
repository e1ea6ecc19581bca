/**
 * A mistake of the user's, told in one sentence that names the place and the remedy.
 *
 * The command line prints the message without a stack trace and exits with code 2.
 */
export class UserError extends Error {
  override readonly name = 'UserError'
}

/** Returns the first line of what was thrown, whatever that is. */
export function messageOf(thrown: unknown): string {
  try {
    const text = thrown instanceof Error ? thrown.message || thrown.name : String(thrown)
    return text.trim().split('\n')[0]!
  } catch {
    return 'something that cannot be shown was thrown'
  }
}

/** Returns the candidate nearest to a misspelt name, or undefined when none is near. */
export function nearest(name: string, candidates: readonly string[]): string | undefined {
  const ranked = candidates
    .map((candidate) => ({ candidate, distance: editDistance(name, candidate) }))
    .filter(({ candidate, distance }) => distance <= Math.max(2, candidate.length / 2))
    .toSorted((a, b) => a.distance - b.distance)
  return ranked[0]?.candidate
}

/** Looks a name up, or throws a UserError that says what there is and what was probably meant. */
export function lookUp<T>(kind: string, name: string, table: Readonly<Record<string, T>>): T {
  const found = Object.hasOwn(table, name) ? table[name] : undefined
  if (found !== undefined) return found
  const names = Object.keys(table)
  const guess = nearest(name, names)
  throw new UserError(
    `There is no ${kind} '${name}'${guess === undefined ? '.' : `; did you mean '${guess}'?`} Known: ${names.join(', ')}.`,
  )
}

/** Levenshtein distance with adjacent swaps counted once (optimal string alignment). */
function editDistance(a: string, b: string): number {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, j) => j)]
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const substitute = rows[i - 1]![j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)
      let best = Math.min(substitute, rows[i - 1]![j]! + 1, row[j - 1]! + 1)
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        best = Math.min(best, rows[i - 2]![j - 2]! + 1)
      row.push(best)
    }
    rows.push(row)
  }
  return rows[a.length]![b.length]!
}
