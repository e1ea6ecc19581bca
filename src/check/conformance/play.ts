import type { Message } from '../../bus/index.ts'
import { eventName } from '../report/name.ts'
import type { Happening, History } from './history.ts'
import { anyDue, ownStep, settle, timeOut, type Due, type Moment } from './moment.ts'
import type { AgentRule } from './rules.ts'
import { Curtain, Stage, type Taken } from './stage.ts'
import type { Subject } from './subject.ts'
import { tellContent } from './tell.ts'

/** How an agent broke a rule, and all that happened before. */
export interface Finding {
  readonly message: string
  readonly story: readonly string[]
}

/** The most answers, timeouts and own steps until an agent must be at rest or must have answered. */
const PATIENCE = 100

/**
 * Plays a history with an agent and says how it breaks a rule; null when it keeps it.
 *
 * @param answered takes the types of message that the agent answered
 */
export function play(
  subject: Subject,
  history: History,
  rule: AgentRule,
  answered = new Set<string>(),
): Finding | null {
  const first = perform(subject, history, rule, answered)
  if (rule !== 'determinism' || first.broken !== null) return findingOf(first)
  const second = perform(subject, history, rule, answered)
  const length = Math.max(first.stage.log.length, second.stage.log.length)
  const at = Array.from({ length }, (_, i) => i).find(
    (i) => first.stage.log[i]?.key !== second.stage.log[i]?.key,
  )
  if (at === undefined) return null
  const { told } = (first.stage.log[at] ?? second.stage.log[at])!
  const { story } = first.stage.log[at] === undefined ? second.stage : first.stage
  return { message: 'the second time, the last of these events led elsewhere', story: story.slice(0, told) }
}

interface Performance {
  readonly stage: Stage
  readonly broken: string | null
}

const findingOf = ({ stage, broken }: Performance): Finding | null =>
  broken === null ? null : { message: broken, story: stage.story }

function perform(subject: Subject, history: History, rule: AgentRule, answered: Set<string>): Performance {
  const stage = new Stage(subject, rule)
  try {
    new Performer(subject, stage, history, answered).perform(rule)
    return { stage, broken: null }
  } catch (error) {
    if (error instanceof Curtain) return { stage, broken: error.broken }
    throw error
  }
}

class Performer {
  readonly #subject: Subject
  readonly #stage: Stage
  readonly #history: History
  readonly #answered: Set<string>
  readonly #messages: Message[] = []

  constructor(subject: Subject, stage: Stage, history: History, answered: Set<string>) {
    this.#subject = subject
    this.#stage = stage
    this.#history = history
    this.#answered = answered
  }

  perform(rule: AgentRule): void {
    let moment = this.#stage.begin()
    for (const happening of [null, ...this.#history.happenings]) {
      if (happening !== null) moment = this.#happen(moment, happening, rule)
      if (rule === 'rest') this.#aside(() => this.#comeToRest(moment))
    }
  }

  #happen(moment: Moment, happening: Happening, rule: AgentRule): Moment {
    const { agent, orders } = this.#subject
    switch (happening.kind) {
      case 'message': {
        const message = this.#stage.message(happening)
        if (message === null) return moment
        this.#messages.unshift(message)
        return this.#deliver(moment, message, happening.session, rule)
      }
      case 'again': {
        const message = this.#messages[happening.choice]
        if (message === undefined || !this.#hears(moment, message)) return moment
        return this.#stage.take(`again ${this.#tell(message)}`, moment, message).moment
      }
      case 'order': {
        const order = orders[happening.choice % orders.length]
        if (order === undefined || !this.#stage.isAtRest(moment)) return moment
        return this.#stage.take(`the order ${eventName(order.type)}`, moment, order).moment
      }
      case 'spontaneous':
        return this.#follow(moment, ownStep(moment, happening.choice, agent)).moment
      case 'timer':
        return this.#follow(moment, timeOut(moment, happening.choice)).moment
      case 'outcome':
        return this.#follow(moment, settle(moment, happening.choice, happening.outcome)).moment
      case 'restart':
        return this.#stage.restart(moment, happening.choice)
    }
  }

  #deliver(moment: Moment, message: Message, session: string, rule: AgentRule): Moment {
    if (!this.#hears(moment, message)) return moment
    const taken = this.#stage.take(this.#tell(message), moment, message)
    if (session === 'unheard-of' && taken.isMoved)
      this.#stage.breaks('sessions', `'${message.type}' of a session that it does not know changes something`)
    if (rule === 'duplicates' && this.#subject.duplicates) this.#repeat(taken.moment, message)
    if (rule === 'answers' && taken.isMoved) this.#expectAnswer(taken, message.type)
    return taken.moment
  }

  #hears({ state }: Moment, message: Message): boolean {
    return this.#subject.agent.takes?.(state, message) ?? true
  }

  #repeat(moment: Moment, message: Message): void {
    if (!this.#hears(moment, message)) return
    this.#aside(() => {
      const again = this.#stage.take(`again ${this.#tell(message)}`, moment, message)
      if (this.#stage.keyOf(again.moment) !== this.#stage.keyOf(moment))
        this.#stage.breaks('duplicates', `a second '${message.type}' changes its memory once more`)
    })
  }

  #expectAnswer(taken: Taken, type: string): void {
    const answers = this.#subject.answers[type]
    if (answers === undefined) return
    const isAnswer = ({ sent }: Pick<Taken, 'sent'>) => sent.some((each) => answers.includes(each))
    this.#aside(() => {
      if (this.#wait(taken, isAnswer) === 'over') this.#answered.add(type)
      else
        this.#stage.breaks(
          'answers',
          `'${type}' is not answered with ${answers.map((each) => `'${each}'`).join(' or ')}`,
        )
    })
  }

  #comeToRest(moment: Moment): void {
    const { story } = this.#stage
    const told = story.push('nothing more reaches it')
    const end = this.#wait({ moment, sent: [] }, ({ moment }) => this.#stage.isAtRest(moment))
    if (end === 'stuck') this.#stage.breaks('rest', 'it waits for ever: no actor and no timer is left')
    if (end === 'restless') {
      story.splice(told + 3, PATIENCE, '… and so on')
      this.#stage.breaks('rest', `it is not at rest after ${PATIENCE} steps`)
    }
  }

  /** Lets happen by itself what the history says until it is over, or nothing is left, or no patience. */
  #wait(
    from: Pick<Taken, 'moment' | 'sent'>,
    isOver: (taken: Pick<Taken, 'moment' | 'sent'>) => boolean,
  ): 'over' | 'stuck' | 'restless' {
    const { rest } = this.#history
    let now = from
    for (let i = 0; i < PATIENCE; i++) {
      if (isOver(now)) return 'over'
      const due = anyDue(now.moment, rest[i % rest.length] ?? 0, this.#subject.agent)
      if (due === null) return 'stuck'
      now = this.#follow(now.moment, due)
    }
    return 'restless'
  }

  #follow(moment: Moment, due: Due | null): Pick<Taken, 'moment' | 'sent'> {
    if (due === null) return { moment, sent: [] }
    if (due.event !== null) return this.#stage.take(due.told, due.left, due.event)
    this.#stage.story.push(due.told)
    return { moment: due.left, sent: [] }
  }

  #tell(message: Message): string {
    const place = message.session === this.#subject.session ? '' : ' in another session'
    return `${message.from} sends ${tellContent(message)}${place}`
  }

  /** Tries something that is not part of the story unless it breaks a rule. */
  #aside(work: () => void): void {
    const { length } = this.#stage.story
    work()
    this.#stage.story.length = length
  }
}
