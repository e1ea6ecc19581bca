import type { Message } from '../../bus/index.ts'
import { describeChoice, type Trace, type TracedStep } from '../../check/index.ts'
import { oneLine } from '../../core/index.ts'
import { painter } from '../paint.ts'

/** How steps are drawn. */
export interface Page {
  /** Characters a line. */
  readonly columns: number
  readonly color: boolean
}

type States = Readonly<Record<string, string>>

/** Marks a step that was not the dullest choice. */
const ASIDE = '◆'
/** Characters before a line's text, and of the label that begins it. */
const INDENT = 6
const LABEL = 9

/**
 * Tells each step of a run in a few lines: what was chosen, what was said with it, what was sent in
 * return, and the states after it. The first entry is the beginning, before any step.
 *
 * `deviations`: a line for each step that was not the dullest choice, as a replay returns them.
 */
export function tell(
  { initial, opening, steps }: Trace,
  deviations: readonly string[],
  page: Page,
): string[][] {
  let states = initial
  let aside = 0
  const told = steps.map((step) => {
    const choice = step.picked === 0 ? describeChoice(step.choice) : deviations[aside++]!
    const lines = tellStep(step, { choice, before: states }, page)
    states = step.states
    return lines
  })
  const line = liner(page)
  const first = opening.map((message) => line('sends', messageText(message)))
  return [[...first, ...drawStates(initial, initial, page)], ...told]
}

function tellStep(
  step: TracedStep,
  { choice, before }: { readonly choice: string; readonly before: States },
  page: Page,
): string[] {
  const paint = painter(page.color)
  const { index, picked, options, sent, acts, ignored, states } = step
  const dull = picked === 0
  const number = String(index).padStart(INDENT - 3)
  const mark = dull ? ' ' : paint('yellow', ASIDE)
  const others = options > 1 ? `  ${paint('dim', `choice ${picked + 1} of ${options}`)}` : ''
  const line = liner(page)
  return [
    `${number} ${mark} ${paint(dull ? 'bold' : ['bold', 'yellow'], choice)}${others}`,
    ...('message' in step.choice ? [line('with', dataText(step.choice.message.payload))] : []),
    ...(ignored ? [line('', `${receiver(step)} is down: nobody hears it`)] : []),
    ...sent.map(({ message, lost }) => line('sends', `${messageText(message)}${lost ? '  (lost)' : ''}`)),
    ...acts.map(({ type, params }) => line('does', `${type}  ${dataText(params)}`)),
    ...drawStates(before, states, page),
  ]
}

/** Returns what writes a line of text behind a label, cut at the end of the line. */
function liner({ columns, color }: Page): (label: string, text: string) => string {
  const paint = painter(color)
  return (label, text) =>
    `${' '.repeat(INDENT)}${paint('dim', label.padEnd(LABEL))}${oneLine(text, columns - INDENT - LABEL)}`
}

function messageText({ seq, type, from, to, payload }: Message): string {
  return `#${seq} ${type} ${from} → ${to}  ${dataText(payload)}`
}

/** Writes plain data, or nothing for undefined. */
function dataText(value: unknown): string {
  return JSON.stringify(value) ?? ''
}

/** Draws the states by address, as many a line as fit; one that has changed with what it was. */
function drawStates(before: States, after: States, { columns, color }: Page): string[] {
  const paint = painter(color)
  const label = `${' '.repeat(INDENT)}${paint('dim', 'states'.padEnd(LABEL))}`
  const blank = ' '.repeat(INDENT + LABEL)
  const rows: { text: string; length: number }[] = []
  for (const [address, state] of Object.entries(after)) {
    const was = before[address]
    const changed = was !== undefined && was !== state
    const plain = changed ? `${address} ${was} → ${state}` : `${address} ${state}`
    const text = `${paint('dim', address)} ${changed ? `${was} → ${paint(['bold', 'green'], state)}` : state}`
    const last = rows.at(-1)
    if (last === undefined || last.length + 3 + plain.length > columns - blank.length)
      rows.push({ text, length: plain.length })
    else rows[rows.length - 1] = { text: `${last.text}   ${text}`, length: last.length + 3 + plain.length }
  }
  return rows.map(({ text }, i) => `${i === 0 ? label : blank}${text}`)
}

function receiver({ choice }: TracedStep): string {
  return 'message' in choice ? choice.message.to : 'It'
}
