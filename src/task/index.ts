export type { Dial, Difficulty, Task, Verdict } from './task.ts'
