/** A tag around what a model thinks before it answers, as servers without a reasoning parser leave it in. */
const TAG = /<(\/?)(?:think|thinking|thought|reasoning)>/gi

/**
 * What was said aloud: all that follows the last thought. Nothing where the last thought never closes: it was cut
 * off, and what stands in it is no answer.
 *
 * Templates that open the thought in the prompt leave only '</think>' in the answer.
 */
export function withoutThoughts(text: string): string {
  let end = 0
  let isOpen = false
  for (const tag of text.matchAll(TAG)) {
    isOpen = tag[1] === ''
    end = tag.index + tag[0].length
  }
  return isOpen ? '' : text.slice(end)
}
