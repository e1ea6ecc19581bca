export { runAgent, type Agent, type Surroundings } from './agent.ts'
export { createVirtualClock, type Clock, type VirtualClock } from './clock.ts'
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
export { doneEvent, effect, failedEvent, type Effect, type EffectOf } from './effect.ts'
export * from './monitor/index.ts'
export { stateName } from './state.ts'
export { createStepper, type Step, type Stepper } from './step.ts'
