export { compareRuns, type Comparison } from './comparison.ts'
export { courseOf, curvesOf, headlineOf, isBound, type Curve, type HeadlineCourse } from './course.ts'
export { metricsCsv } from './metrics-csv.ts'
export { outlineFrom, outlineOf, outlinesIn, type DamagedRun, type RunOutline } from './outline.ts'
export { comparePolicy, type PolicyComparison, type PolicyRow } from './policy.ts'
export {
  sessionRows,
  sessionsPlayed,
  sessionView,
  type ChosenToken,
  type SessionView,
  type TurnView,
} from './session.ts'
export * from './tournament/index.ts'
