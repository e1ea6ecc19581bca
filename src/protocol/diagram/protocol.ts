import { receiversOf } from '../../bus/index.ts'
import type { Protocol } from '../define.ts'
import { mermaidText } from './text.ts'

/**
 * Draws a protocol as a Mermaid flowchart: its roles, and on the arrows between them the messages, with the
 * states of the sender in which each may be sent.
 */
export function protocolDiagram({ roles, messages }: Protocol): string {
  const names = Object.keys(roles)
  const id = (role: string) => `r${names.indexOf(role)}`
  const links = new Map<string, string[]>()
  for (const [type, rule] of Object.entries(messages)) {
    const text = rule.in === undefined ? type : `${type}, in ${rule.in.join(' or ')}`
    for (const to of receiversOf(rule)) {
      const link = `${id(rule.from)} ${id(to)}`
      links.set(link, [...(links.get(link) ?? []), mermaidText(text)])
    }
  }
  const lines = [
    ...Object.entries(roles).map(([role, { count, rest }]) => {
      const title = mermaidText(count === 1 ? role : `${role} × ${rangeOf(count)}`)
      const rests = rest.length === 0 ? '' : `<br/>${mermaidText(`rests in ${rest.join(', ')}`)}`
      return `${id(role)}["${title}${rests}"]`
    }),
    ...[...links].map(([link, texts]) => {
      const [from, to] = link.split(' ')
      return `${from} -->|"${texts.join('<br/>')}"| ${to}`
    }),
  ]
  return ['flowchart LR', ...lines.map((line) => `  ${line}`)].join('\n')
}

function rangeOf([least, most]: readonly [least: number, most: number]): string {
  return least === most ? String(least) : `${least} to ${most}`
}
