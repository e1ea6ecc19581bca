export { ask, isText, MethodFault, type ValueKind } from './ask.ts'
export { lastBox } from './answer/boxes.ts'
export {
  afterHashes,
  ANSWER_LIMIT,
  findAnswer,
  markedAnswer,
  saidOf,
  type FoundAnswer,
} from './answer/find.ts'
export { unwrap } from './answer/unwrap.ts'
export { average, sum } from './average.ts'
export { cacheRoot } from './cache-root.ts'
export { chiSquareBound } from './chi-square.ts'
export { changedFiles, codeOf, ownCode, type Code } from './code.ts'
export { csvText } from './csv.ts'
export { UserError, lookUp, messageOf, nearest } from './errors.ts'
export {
  listParameters,
  makeFamily,
  memberNamed,
  type Family,
  type FamilyPlan,
  type Named,
} from './family.ts'
export { mean, proportion, type Interval } from './interval.ts'
export { canonicalJson, digest, type Json } from './json.ts'
export { importFailure } from './import-failure.ts'
export { loadDefault, shippedNames, type FileKind, type Loaded } from './module.ts'
export {
  listOptions,
  readOptions,
  showOption,
  type OptionRow,
  type OptionSchema,
  type OptionValues,
} from './options.ts'
export { option } from './option.ts'
export { oneLine, titled } from './text.ts'
export { categorical, stream, type Random, type StreamName } from './random.ts'
export { meanOfFew, studentQuantile } from './student.ts'
export { PACKAGE, packageVersion } from './version.ts'
export { waitedFor, waiting, watchWorking, working, workingAsync } from './waiting.ts'
export { watchGlobals } from './watch-globals.ts'
