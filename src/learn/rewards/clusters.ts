/**
 * Groups items whose mean distance is small: agglomerative clustering by average linkage (UPGMA).
 *
 * From single items on, the two clusters with the least mean distance between their members become one, as long as
 * it is less than `cut`; the first in order where several are equal. Cubic in the number of items.
 *
 * distances: [n][n], symmetric. Returns the items' indices by cluster, in order. Source: Sokal and Michener 1958.
 */
export function averageLinkage(distances: readonly (readonly number[])[], cut: number): number[][] {
  const between = distances.map((row) => row.slice())
  let clusters = distances.map((_, i) => ({ place: i, members: [i] }))
  for (;;) {
    let nearest = { distance: cut, first: -1, second: -1 }
    for (let a = 0; a < clusters.length; a++)
      for (let b = a + 1; b < clusters.length; b++) {
        const distance = between[clusters[a]!.place]![clusters[b]!.place]!
        if (distance < nearest.distance) nearest = { distance, first: a, second: b }
      }
    if (nearest.first < 0) return clusters.map(({ members }) => members.toSorted((a, b) => a - b))
    const [kept, gone] = [clusters[nearest.first]!, clusters[nearest.second]!]
    clusters = clusters.toSpliced(nearest.second, 1)
    const [m, n] = [kept.members.length, gone.members.length]
    for (const { place } of clusters) {
      const mean = (m * between[kept.place]![place]! + n * between[gone.place]![place]!) / (m + n)
      between[kept.place]![place] = mean
      between[place]![kept.place] = mean
    }
    kept.members.push(...gone.members)
  }
}
