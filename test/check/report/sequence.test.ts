import { test as property } from '@fast-check/vitest'
import { expect } from 'vitest'
import { deviationsOf, formatViolation, sequenceDiagram } from '../../../src/check/report/index.ts'
import type { Trace } from '../../../src/check/result.ts'
import { anyTrace } from './any-trace.ts'

/** All that a line of a diagram may be. */
const LINE =
  /^ {2}(participant p\d+ as .*| {0,2}(p\d+(->>|-->>|-x)p\d+|Note over p\d+(,p\d+)?): .*|rect rgba\([\d., ]+\)|end)$/

const arrows = (diagram: string) => diagram.match(/^ +p\d+(->>|-->>|-x)p\d+: /gm) ?? []

const lost = (trace: Trace) => trace.steps.flatMap(({ sent }) => sent.filter(({ lost }) => lost))

property.prop([anyTrace])(
  'every line of a diagram is one that was meant, whatever is in the run',
  (trace) => {
    const [first, ...lines] = sequenceDiagram(trace).split('\n')
    expect(first).toBe('sequenceDiagram')
    for (const line of lines) expect(line).toMatch(LINE)
  },
)

property.prop([anyTrace])('no sign of Mermaid comes from a text', (trace) => {
  for (const line of sequenceDiagram(trace).split('\n').slice(1)) {
    const [, text = ''] = /^.*?(?: as |: )(.*)$/.exec(line) ?? []
    expect(text.replaceAll(/#\d+;/g, '?')).not.toMatch(/[#;%<>&"`$\p{Cc}\u2028\u2029]|direction /u)
    expect(line.length).toBeLessThan(700)
  }
})

property.prop([anyTrace])('there is one arrow for each message that arrived or was lost', (trace) => {
  const messages = trace.steps.filter(({ choice }) => 'message' in choice)
  expect(arrows(sequenceDiagram(trace))).toHaveLength(messages.length + lost(trace).length)
})

property.prop([anyTrace])(
  'whoever is in a diagram was declared once, in the order of the addresses',
  (trace) => {
    const diagram = sequenceDiagram(trace)
    const declared = [...diagram.matchAll(/^ {2}participant (p\d+) as/gm)].map(([, id]) => id!)
    expect(declared).toEqual(declared.map((_, i) => `p${i}`))
    expect(declared.length).toBeGreaterThanOrEqual(trace.addresses.length)
    const used = diagram.match(/\bp\d+(?=(->>|-->>|-x|,p|: ))|(?<=(>>|-x|,))p\d+(?=: )/g) ?? []
    expect(declared).toEqual(expect.arrayContaining(used))
  },
)

property.prop([anyTrace])(
  'a report holds one line for each deviation, and keeps text in its lines',
  (trace) => {
    const deviations = deviationsOf(trace)
    expect(deviations).toHaveLength(trace.steps.filter(({ picked }) => picked !== 0).length)
    const cause = { kind: 'owed', monitor: 'm' } as const
    const report = formatViolation(
      { cause, summary: 'It broke.', token: 't', deviations, trace },
      { protocol: 'p', system: 's' },
    )
    const inReport = report.split('\n').filter((line) => deviations.includes(line.slice(4).trimEnd()))
    expect(inReport.length).toBeGreaterThanOrEqual(deviations.length)
    expect(report).not.toMatch(/[^\P{Cc}\n]|[\u2028\u2029\u202E]/u)
  },
)
