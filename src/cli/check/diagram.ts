import type { System } from '../../check/index.ts'
import { roleOf } from '../../bus/index.ts'
import { protocolDiagram } from '../../protocol/index.ts'
import type { Terminal } from '../terminal.ts'

/** Draws a system's protocol, and the machine of each of its roles that has one, in Mermaid. Returns the exit code. */
export function tellDiagrams(system: System, json: boolean, terminal: Terminal): number {
  const protocol = protocolDiagram(system.protocol)
  const machines: Record<string, string> = {}
  for (const [address, { diagram }] of Object.entries(system.agents))
    if (diagram !== undefined) machines[roleOf(address)] ??= diagram()
  if (json) {
    terminal.out(`${JSON.stringify({ system: system.name, protocol, machines })}\n`)
    return 0
  }
  const block = (title: string, text: string) => `## ${title}\n\n\`\`\`mermaid\n${text.trimEnd()}\n\`\`\`\n`
  const parts = [
    `# ${system.name}: ${system.title}\n`,
    block(`protocol ${system.protocol.name}`, protocol),
    ...Object.entries(machines).map(([role, text]) => block(role, text)),
  ]
  terminal.out(parts.join('\n'))
  return 0
}
