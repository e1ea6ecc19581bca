import type { Comparison } from 'coevo/task'

/** A kind of awkward answer that a public checker, or an issue of one, knows; pairs are 'gold ← what was written'. */
export interface Kind {
  readonly kind: string
  /** A file of a public repository, or the address of an issue. */
  readonly source: string
  readonly via: Comparison | 'move'
  readonly right: readonly string[]
  readonly wrong: readonly string[]
}

/** Files that many kinds come from. */
export const MATH_VERIFY = 'huggingface/Math-Verify tests/test_all.py'
export const MIXED = 'huggingface/Math-Verify tests/test_mixed_number_extraction.py'
export const HENDRYCKS = 'hendrycks/math modeling/math_equivalence_test.py'
export const PRM800K = 'openai/prm800k prm800k/grading/grader.py'
export const QWEN_PARSER = 'QwenLM/Qwen2.5-Math evaluation/parser.py'
export const QWEN_GRADER = 'QwenLM/Qwen2.5-Math evaluation/grader.py'
export const MINERVA = 'EleutherAI/lm-evaluation-harness lm_eval/tasks/minerva_math/utils.py'
export const DAPO = 'volcengine/verl verl/utils/reward_score/math_dapo.py'
export const GSM8K = 'volcengine/verl verl/utils/reward_score/gsm8k.py'

const GITHUB = 'https://github.com'
export const issue = (repository: string, number: number) => `${GITHUB}/${repository}/issues/${number}`
export const mathVerify = (number: number) => issue('huggingface/Math-Verify', number)
