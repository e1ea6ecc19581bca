import { drop, put, watching, type Monitor, type Observation, type Plain } from 'coevo/protocol'
import { questions, type ClassroomMessage, type QuestionType } from './classroom.ts'
import { conduct, type Conduct } from './conduct.ts'
import type { Talk } from './talk.ts'

type Seen = Observation<ClassroomMessage>

const TEACHER = 'teacher'
const asking = Object.keys(questions) as QuestionType[]
const watch = watching<ClassroomMessage>()

/** How a session makes a score of its verdicts. */
export interface Scoring {
  /** How often the verifier is asked about one answer, at most. */
  readonly checks: number
  /** What a session that is finished reports, given the scores of its verdicts in their order. */
  readonly score: (scores: readonly number[]) => number
}

/** What lessons, reviews and audits promise, whatever the network, the policies and a restart do to them. */
export function classroomPromises({ checks, score }: Scoring): readonly Monitor[] {
  const { leadsTo, restarted, sent, sometimes } = watch
  return [
    leadsTo('whoever is asked is told of the end', sent(asking), sent('end'), {
      by: ({ message }) => message.to,
      // It knows of no session any more: nobody is left waiting, for the others wait for nothing.
      unless: restarted(TEACHER, { remembers: false }),
    }),
    conduct(watch, 'questions are asked in order, each once', -1, asksInOrder),
    conduct(watch, 'the teacher goes on when the open question is answered, or late', null, goesOnByAnswers),
    judgedAsGiven(checks),
    conduct(
      watch,
      "whoever is silent cuts the session short, and a silent verifier is an 'error'",
      '',
      endsByTheSilent,
    ),
    conduct(
      watch,
      'the score is made of the verdicts that were given',
      { scores: [], turn: -1 },
      reportsVerdicts(score),
    ),
    conduct(watch, 'everybody is told of the same end, once, and nothing after it', {}, tellsTheEnd),
    conduct(watch, 'a session is reported once, as everybody was told', {}, reportsWhatItTold),
    conduct(
      watch,
      'until it hears the end, an agent answers every question that it hears, once',
      {},
      answersWhatItHears,
      owesAnAnswer,
    ),
    sometimes(
      'a session is finished',
      sent('end', ({ payload }) => payload.end === 'finished'),
    ),
  ]
}

/** Promises that what is judged was said, and is judged so many times at most. */
export function judgedAsGiven(checks: number): Monitor {
  const often =
    checks === 1
      ? 'once at most'
      : Number.isFinite(checks)
        ? `${checks} times at most`
        : 'any number of times'
  const name = `an answer is judged as it was given, ${often}`
  return conduct(watch, name, { judged: -1, text: '' }, judgesWhatWasSaid(checks))
}

type Of<Type extends ClassroomMessage['type']> = Extract<ClassroomMessage, { readonly type: Type }>
type Reply = Exclude<ClassroomMessage, { readonly type: QuestionType | 'end' }>

const isQuestion = (message: ClassroomMessage): message is Of<QuestionType> =>
  Object.hasOwn(questions, message.type)
const isReply = (message: ClassroomMessage | null): message is Reply =>
  message !== null && message.type !== 'end' && !isQuestion(message)
/** True for a reply that is none: a refusal. */
const isRefusal = ({ payload }: Reply) => 'reason' in payload

function asksInOrder(last: number, seen: Seen): Conduct<number> {
  if (seen.at !== 'sent' || !isQuestion(seen.message)) return last
  const { turn } = seen.message.payload
  return turn === last + 1 ? turn : { wrong: `question ${turn} was asked after question ${last}` }
}

/** The question that is open, as the teacher's words have it; null before the first. */
type Open = { readonly turn: number; readonly to: string } | null

function goesOnByAnswers(open: Open, seen: Seen): Conduct<Open> {
  if (seen.at !== 'sent' || seen.message.from !== TEACHER) return open
  const { message, cause } = seen
  const isBegun = open === null && cause === null
  const isLate = cause === null && message.type === 'end'
  const isAnswered = isReply(cause) && cause.from === open?.to && cause.payload.turn === open.turn
  if (!isBegun && !isLate && !isAnswered)
    return {
      wrong: `'${message.type}' followed on ${cause === null ? 'no answer' : `${cause.from}'s ${cause.type}`} while ${open === null ? 'nothing was asked' : `question ${open.turn} to ${open.to} was open`}`,
    }
  return isQuestion(message) ? { turn: message.payload.turn, to: message.to } : open
}

type Given = { readonly text: string; readonly judged: number }

/** Holds the last answer or proposal that the teacher took up, and how often it was judged. */
const judgesWhatWasSaid =
  (checks: number) =>
  (given: Given, seen: Seen): Conduct<Given> => {
    if (seen.at !== 'sent' || seen.message.from !== TEACHER) return given
    const { cause } = seen
    const isText = cause?.type === 'answer' || cause?.type === 'proposal'
    const taken = isText ? { judged: 0, text: cause.payload.text } : given
    if (seen.message.type !== 'submission') return taken
    const { answer } = seen.message.payload
    if (taken.judged < 0 || taken.text !== answer)
      return { wrong: `'${answer}' was to be judged, and nobody gave it` }
    if (taken.judged >= checks) return { wrong: `'${answer}' was judged ${taken.judged} times already` }
    return { ...taken, judged: taken.judged + 1 }
  }

/** The verdicts that the teacher took up: their scores, and the last one's question. */
type Scores = { readonly scores: readonly number[]; readonly turn: number }

const reportsVerdicts =
  (score: Scoring['score']) =>
  (taken: Scores, seen: Seen): Conduct<Scores> => {
    if (seen.at !== 'sent' || seen.message.from !== TEACHER) return taken
    const { message, cause } = seen
    const next =
      cause?.type === 'verdict' && cause.payload.turn > taken.turn
        ? { scores: [...taken.scores, cause.payload.score], turn: cause.payload.turn }
        : taken
    if (message.type !== 'end') return next
    const due = message.payload.end === 'finished' ? score(next.scores) : 0
    if (message.payload.score === due) return next
    return { wrong: `the end tells of ${message.payload.score}, and the verdicts make it ${due}` }
  }

/** Holds who was asked last. */
function endsByTheSilent(asked: string, seen: Seen): Conduct<string> {
  if (seen.at !== 'sent' || seen.message.from !== TEACHER) return asked
  const { message, cause } = seen
  if (message.type !== 'end') return message.to
  const isSilent = !isReply(cause) || isRefusal(cause)
  const due = !isSilent ? 'finished' : asked === 'verifier' ? 'error' : 'timeout'
  const { end } = message.payload
  return end === due
    ? asked
    : {
        wrong: `the end is '${end}' where ${asked} was asked last and ${isSilent ? 'did not answer' : 'answered'}`,
      }
}

/** Holds by address what was told of the end; empty before. */
function tellsTheEnd(told: Plain<string>, seen: Seen): Conduct<Plain<string>> {
  if (seen.at !== 'sent' || seen.message.from !== TEACHER) return told
  const { to, type, payload } = seen.message
  if (Object.hasOwn(told, to)) return { wrong: `${to} was sent '${type}' after the end` }
  const others = Object.values(told)
  const said = JSON.stringify(payload)
  if (type !== 'end') return others.length === 0 ? told : { wrong: `'${type}' was sent after the end` }
  return others.every((other) => other === said)
    ? put(told, to, said)
    : { wrong: `${to} was told of another end than the others` }
}

/** Holds by address what was told of the end; empty after the report. */
function reportsWhatItTold(told: Plain<string>, seen: Seen): Conduct<Plain<string>> {
  if (seen.at === 'sent' && seen.message.type === 'end')
    return put(told, seen.message.to, JSON.stringify(seen.message.payload))
  if (seen.at !== 'act' || seen.type !== 'report') return told
  const reported = JSON.stringify((seen.params as Talk).outcome)
  const others = Object.values(told)
  return others.length > 0 && others.every((other) => other === reported)
    ? {}
    : { wrong: `the report says ${reported}, and the agents were told ${others.join(', ') || 'nothing'}` }
}

/** The newest question that reached an agent, and whether it has answered that; 'over' once the end has. */
type Asked = { readonly heard: number; readonly answered: boolean } | 'over'

/** Holds what each agent was asked. One that comes back without its memory is as one that was asked nothing. */
function answersWhatItHears(agents: Plain<Asked>, seen: Seen): Conduct<Plain<Asked>> {
  if (seen.at === 'restarted') return seen.remembers ? agents : drop(agents, seen.address)
  if (seen.at === 'sent' && isReply(seen.message)) {
    const { from, payload } = seen.message
    const asked = agents[from]
    if (asked === 'over') return { wrong: `${from} answered after it had heard the end` }
    if (asked?.heard !== payload.turn)
      return { wrong: `${from} answered question ${payload.turn}, and had heard ${asked?.heard ?? 'none'}` }
    if (asked.answered) return { wrong: `${from} answered question ${payload.turn} twice` }
    return put(agents, from, { answered: true, heard: payload.turn })
  }
  if (seen.at !== 'delivered' || seen.message.from !== TEACHER) return agents
  const { message } = seen
  if (message.type === 'end') return put(agents, message.to, 'over')
  const asked = agents[message.to]
  if (!isQuestion(message) || asked === 'over' || message.payload.turn <= (asked?.heard ?? -1)) return agents
  return put(agents, message.to, { answered: false, heard: message.payload.turn })
}

const owesAnAnswer = (agents: Plain<Asked>) =>
  Object.values(agents).some((asked) => asked !== 'over' && !asked.answered)
