// Loaded by a thread before the user's file: the hooks of the main thread do not reach it.
import { resolveFromCoevo } from './resolve.ts'

resolveFromCoevo()
