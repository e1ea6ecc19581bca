import { ngramCounts, wordsOf } from './words.ts'

/**
 * Returns the cosine between every two texts' counts of runs of 1 to `order` words, in [0, 1].
 *
 * It stands in for the cosine of embeddings where no embedding model is at hand. A text has similarity 1 to
 * itself, and one without words 0 to all others.
 */
export function similarities(texts: readonly string[], order = 2): number[][] {
  const vectors = texts.map((text) => {
    const words = wordsOf(text)
    const counts = new Map<string, number>()
    for (let n = 1; n <= order; n++)
      for (const [ngram, count] of ngramCounts(words, n)) counts.set(ngram, count)
    return { counts, length: Math.hypot(...counts.values()) }
  })
  return vectors.map((a) =>
    vectors.map((b) => {
      if (a === b) return 1
      let dot = 0
      for (const [ngram, count] of a.counts) dot += count * (b.counts.get(ngram) ?? 0)
      return dot === 0 ? 0 : Math.min(1, dot / (a.length * b.length))
    }),
  )
}
