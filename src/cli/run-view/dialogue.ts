import type { Message } from '../../bus/index.ts'
import { oneLine } from '../../core/index.ts'
import type { ChosenToken, SessionView, TurnView } from '../../report/index.ts'
import { painter, type Paint } from '../paint.ts'
import { figure } from '../progress/figure.ts'
import { wrap } from '../wrap.ts'
import { many } from './format.ts'
import { tableLines } from './table.ts'

/** So many alternatives of a token are named. */
const NAMED = 8
/** The longest text of a turn that is shown, in characters; `--json` has it all. */
const LONGEST = 4000

/** Writes a session for people: who took part, what each read and wrote, and what went over the bus. */
export function sessionText(
  view: SessionView,
  run: string,
  { columns, color }: { readonly columns: number; readonly color: boolean },
): string {
  const paint = painter(color)
  const { session, step, game, end, roles, turns, messages, readable } = view
  const head = `session ${session} of ${oneLine(run)}: ${oneLine(game)}, step ${step}, ${endText(end)}`
  const people = roles.map(({ role, model, policy, return: gain, illegal, parseFailures }) => [
    oneLine(role, 24),
    model === null
      ? `played by ${oneLine(policy ?? 'a policy that is not trained')}`
      : `model ${oneLine(model)}`,
    `return ${figure(gain)}`,
    [
      ...(illegal > 0 ? [many(illegal, 'illegal move')] : []),
      ...(parseFailures > 0 ? [`${parseFailures} not understood`] : []),
    ].join(', '),
  ])
  const notes = [
    ...(readable
      ? []
      : ['No checkpoint of the run holds a tokenizer yet: tokens are shown by their numbers.']),
    ...(messages.length === 0 ? ['Its messages were not recorded.'] : []),
    'Not recorded: advantages, and how likely the tokens were that were not chosen.',
  ]
  const indent = (line: string) => `  ${line}`
  const width = Math.max(0, ...turns.map(({ role }) => oneLine(role, 24).length))
  const parts = [
    [paint('bold', wrap(head, columns))],
    tableLines(people).map(indent),
    ...(turns.length === 0
      ? [['  No turn of a model was recorded.']]
      : turns.map((turn) => turnLines(turn, width, columns, paint))),
    ...(messages.length === 0 ? [] : [messageLines(messages, columns, paint)]),
    notes.map((note) => paint('dim', wrap(indent(note), columns))),
  ]
  return `\n${parts.map((lines) => lines.join('\n')).join('\n\n')}\n`
}

function endText(end: SessionView['end']): string {
  if (end === 'finished') return 'finished'
  return end === 'error'
    ? 'ended by an error of whoever judges'
    : `ended by ${end === 'illegal' ? 'an illegal move' : 'a timeout'}`
}

function turnLines(turn: TurnView, width: number, columns: number, paint: Paint): string[] {
  const { ply, prompt, written, reward } = turn
  const label = `  ${ply} ${oneLine(turn.role, 24).padEnd(width)}`
  const indent = label.length + 2
  const open = written.every(({ allowed }) => allowed === null)
  const texts = open
    ? [written.map(({ token, probability }) => `${oneLine(token, 60)} (p ${figure(probability)})`).join(' ')]
    : written.map((chosen) => `${oneLine(chosen.token, 60)}  ${chanceText(chosen)}`)
  const notes = [
    ...(open && written.length > 0 ? ['any token was allowed'] : []),
    ...(reward === null ? [] : [`it earned ${figure(reward)}`]),
  ]
  return [
    wrapped(`${paint('bold', label)}  `, indent, `reads   ${oneLine(prompt, LONGEST)}`, columns),
    ...texts.map((text, i) =>
      wrapped(' '.repeat(indent), indent, `${i === 0 ? 'writes' : '      '}  ${text}`, columns),
    ),
    ...(notes.length === 0 ? [] : [`${' '.repeat(indent + 8)}${paint('dim', notes.join(', '))}`]),
  ]
}

/** Says how likely a token was, and among which. */
function chanceText({ token, probability, allowed }: ChosenToken): string {
  const chance = `p ${probability.toFixed(3)}`
  if (allowed === null) return `${chance} (any token was allowed)`
  const others = allowed.filter((each) => each !== token)
  if (others.length === 0) return `${chance} (nothing else was allowed)`
  const named = others.slice(0, NAMED).map((each) => oneLine(each, 30))
  const more = others.length > NAMED ? ` and ${others.length - NAMED} more` : ''
  return `${chance} (or ${named.join(', ')}${more})`
}

function messageLines(messages: readonly Message[], columns: number, paint: Paint): string[] {
  const rows = tableLines(
    messages.map(({ seq, from, to, type }) => [
      `  ${seq}`,
      `${oneLine(from)} → ${oneLine(to)}`,
      oneLine(type),
    ]),
    [0],
  )
  const width = Math.max(...rows.map((row) => row.length)) + 2
  const room = Math.max(20, columns - width - 1)
  return [
    paint('bold', '  what went over the bus'),
    ...rows.map((row, i) => row.padEnd(width) + oneLine(JSON.stringify(messages[i]!.payload) ?? '', room)),
  ]
}

/** Breaks a text into lines behind a beginning that is `indent` wide on the screen. */
function wrapped(begin: string, indent: number, text: string, columns: number): string {
  const room = Math.max(20, columns - indent)
  const [first = '', ...rest] = wrap(text, room).split('\n')
  return [`${begin}${first}`, ...rest.map((line) => ' '.repeat(indent) + line)].join('\n')
}
