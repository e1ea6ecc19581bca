export { createBus, type Bus, type BusEvents, type BusSession, type Receivers } from './bus.ts'
export { memoryJournal, type Journal, type JournalEntry, type Refusal, type Refused } from './journal.ts'
export { roleOf, type Draft, type Message } from './message.ts'
export type { MessageType, MessageTypes } from './schema.ts'
