export { machineDiagram } from './machine.ts'
export { protocolDiagram } from './protocol.ts'
export { mermaidText } from './text.ts'
