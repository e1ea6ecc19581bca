import type { Json } from 'coevo/core'
import type { PartialDifficulty, Task } from 'coevo/task'

/** Which model is measured by which problems of a task. */
export interface SetsOptions<
  Name extends string,
  Problem extends Json,
  Dials extends string,
  SetName extends string,
> {
  readonly task: Task<Problem, Dials>
  readonly model: Name
  /** Where the dials stand in each set of problems. */
  readonly sets: { readonly [Key in SetName]: PartialDifficulty<Dials> }
  /** Names the problems: the same seed, the same problems. */
  readonly seed: number
}
