export { defineProtocol, type Address, type Incoming, type Outgoing, type Protocol } from './define.ts'
export {
  createStepper,
  doneEvent,
  effect,
  failedEvent,
  type Effect,
  type EffectOf,
  type Step,
  type Stepper,
} from './step.ts'
export { runAgent, type Agent, type Surroundings } from './agent.ts'
export { createVirtualClock, type Clock, type VirtualClock } from './clock.ts'
