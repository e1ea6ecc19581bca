import { findAnswer, unwrap } from '../../core/index.ts'

/**
 * Finds the final answer in what was written: what the last \boxed{…} or <answer>…</answer> holds, or what stands
 * after the last '####' or the last 'answer is' or 'answer:'; otherwise the whole text. Thoughts and what stands around
 * the answer (markdown, quotes, dollar signs) are no part of it. Only the end of a long text is read.
 */
export const finalAnswer = (text: string): string => unwrap(findAnswer(text).text)
