/** All orders of the members of these classes, up to the order within a class. */
export function arrangements(classes: readonly (readonly number[])[]): number[][] {
  const orders: number[][] = []
  eachArrangement(classes, (order) => {
    orders.push([...order])
    return true
  })
  return orders
}

/**
 * Goes through all orders of the members of these classes, up to the order within a class.
 *
 * @param visit given an array that the next call uses again; ends it with false
 * @returns false where it was ended
 */
export function eachArrangement(
  classes: readonly (readonly number[])[],
  visit: (order: readonly number[]) => boolean,
): boolean {
  const length = classes.reduce((sum, members) => sum + members.length, 0)
  const used = classes.map(() => 0)
  const order: number[] = Array.from({ length }, () => 0)
  const place = (at: number): boolean => {
    if (at === length) return visit(order)
    for (let i = 0; i < classes.length; i++) {
      const members = classes[i]!
      if (used[i] === members.length) continue
      order[at] = members[used[i]!++]!
      const goesOn = place(at + 1)
      used[i]!--
      if (!goesOn) return false
    }
    return true
  }
  return place(0)
}
