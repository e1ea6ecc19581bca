/** Where the steps of a system without faults lead, by world; null where a step breaks something. */
export type Graph = ReadonlyMap<string, readonly { readonly label: string; readonly to: string | null }[]>

/** The worlds that a path leads from to one of these. */
export function reaching(graph: Graph, goals: ReadonlySet<string>): Set<string> {
  const reached = new Set(goals)
  for (let grew = true; grew;) {
    grew = false
    for (const [key, edges] of graph)
      if (!reached.has(key) && edges.some(({ to }) => to !== null && reached.has(to))) {
        reached.add(key)
        grew = true
      }
  }
  return reached
}

/** The strongly connected components (Kosaraju's algorithm). */
export function components(graph: Graph): Set<string>[] {
  const order: string[] = []
  const seen = new Set<string>()
  for (const start of graph.keys()) {
    const stack = [{ key: start, edge: 0 }]
    if (seen.has(start)) continue
    seen.add(start)
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const next = graph.get(top.key)![top.edge++]
      if (next === undefined) order.push(stack.pop()!.key)
      else if (next.to !== null && !seen.has(next.to)) {
        seen.add(next.to)
        stack.push({ key: next.to, edge: 0 })
      }
    }
  }
  const back = new Map<string, string[]>()
  for (const [from, edges] of graph)
    for (const { to } of edges) if (to !== null) back.set(to, [...(back.get(to) ?? []), from])
  const left = new Set(graph.keys())
  return order.toReversed().flatMap((root) => {
    if (!left.delete(root)) return []
    const members = [root]
    for (const at of members) for (const from of back.get(at) ?? []) if (left.delete(from)) members.push(from)
    return [new Set(members)]
  })
}

/** True where one can stay for ever and take, now and then, all that could be taken all the time. */
export function isFair(graph: Graph, members: ReadonlySet<string>): boolean {
  const edges = [...members].map((key) => graph.get(key)!)
  const taken = new Set(
    edges.flat().flatMap(({ label, to }) => (to !== null && members.has(to) ? [label] : [])),
  )
  if (taken.size === 0) return false
  return edges[0]!.every(
    ({ label }) => taken.has(label) || !edges.every((list) => list.some((edge) => edge.label === label)),
  )
}
