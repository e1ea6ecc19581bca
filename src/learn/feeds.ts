import type { Feed, Program } from '../tensor/index.ts'

/** What is fed to a graph, by name. */
export type Feeds = Record<string, Feed>

/** Runs a program whose outputs are scalars. */
export async function runFor(program: Promise<Program>, feeds: Feeds): Promise<Record<string, number>> {
  const outputs = await (await program).run(feeds)
  return Object.fromEntries(
    Object.entries(outputs).map(([name, { data }]) => [name, (data as Float32Array)[0]!]),
  )
}

/** Combines the numbers that reports give the same name. */
export function combine(
  reports: readonly Readonly<Record<string, number>>[],
  how: (values: readonly number[]) => number,
): Record<string, number> {
  const names = Object.keys(reports[0] ?? {})
  return Object.fromEntries(names.map((name) => [name, how(reports.map((report) => report[name]!))]))
}

/** Feeds one number under each name. */
export function scalarFeeds(scalars: Readonly<Record<string, number>>): Feeds {
  return Object.fromEntries(Object.entries(scalars).map(([name, value]) => [name, Float32Array.of(value)]))
}
