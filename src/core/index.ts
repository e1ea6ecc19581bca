export { UserError, lookUp, nearest } from './errors.ts'
export { canonicalJson, digest, type Json } from './json.ts'
export { categorical, stream, type Random, type StreamName } from './random.ts'
