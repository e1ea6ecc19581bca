export {
  runAgent,
  runMover,
  type Agent,
  type Mover,
  type Running,
  type Saved,
  type Surroundings,
} from './agent.ts'
export { createVirtualClock, type Clock, type VirtualClock } from './clock.ts'
export { DELAY_RULE, isDelay } from './delay.ts'
export {
  defineProtocol,
  type Address,
  type Incoming,
  type MessageOf,
  type Outgoing,
  type Protocol,
  type StateOf,
} from './define.ts'
export { machineDiagram, mermaidText, protocolDiagram } from './diagram/index.ts'
export { doneEvent, effect, failedEvent, type Effect, type EffectOf, type Move } from './effect.ts'
export * from './monitor/index.ts'
export { stateName } from './state.ts'
export { createStepper, type Step, type Stepper } from './step.ts'
export { invocationsOf } from './survey.ts'
