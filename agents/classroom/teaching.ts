import { UserError, type Json } from 'coevo/core'
import type { SessionKind } from 'coevo/scenario'
import type { PayloadOf, QuestionType, Respondent } from './classroom.ts'
import { createCritic } from '../critic.ts'
import { createGenerator } from '../generator.ts'
import { openSchool } from './school.ts'
import { Sitting, type Player } from './sitting.ts'
import { createSolver } from '../solver.ts'
import { voicesOf, type Manner, type Speaker } from '../policy/speaker.ts'
import type { Begin, Talk } from './talk.ts'
import { createTeacher } from '../teacher.ts'
import type { Teaching, TeachingOptions } from './teaching-kind.ts'
import { createVerifier } from '../verifier.ts'

const machines = {
  solver: createSolver,
  critic: createCritic,
  generator: createGenerator,
  verifier: createVerifier,
}

/** Makes a kind of session of it. */
export function teaching<const Name extends string, Problem extends Json>(
  kind: Teaching<Name, Problem>,
  options: TeachingOptions<Name, Problem>,
): SessionKind<Name> {
  const { task, name = task.name, clock, timeouts, watch } = options
  const { verifier } = options
  const manner: Manner = {
    temperature: options.temperature ?? 1,
    maxNewTokens: options.maxNewTokens ?? task.maxWords + 1,
  }
  const speakers: Readonly<Record<string, Speaker<Name, Problem>>> = {
    ...kind.speakers,
    ...(typeof verifier === 'object' && { verifier }),
  }
  const roles = [...Object.keys(kind.speakers), 'verifier'] as Respondent[]
  const players = roles.map((role): Player => {
    const speaker = speakers[role]
    if (speaker === undefined)
      return { role, model: null, policy: verifier === undefined ? 'exact' : 'function' }
    return 'say' in speaker
      ? { role, model: null, policy: speaker.name }
      : { role, model: speaker.model, policy: speaker.model }
  })
  const names = new Set(
    Object.values(speakers).flatMap((speaker) => ('say' in speaker ? [] : [speaker.model])),
  )
  const isModel = typeof verifier === 'object' && !('say' in verifier)
  const school = openSchool({
    protocol: kind.protocol,
    machines: {
      teacher: createTeacher(kind.script, { timeouts }),
      ...Object.fromEntries(roles.map((role) => [role, machines[role]({ timeouts })])),
    },
    clock,
    watch,
  })
  return {
    name,
    roles,
    models: [...names],
    tasks: [task],
    play({ seed, models, ...round }) {
      const voices = voicesOf(speakers, models, manner)
      return school.hold(round, (session) => {
        const { work, problem } = kind.open(session)
        const sitting = new Sitting({ kind, options, players, voices, seed, session, problem })
        const begin: Begin = { type: 'begin', session: String(session), work }
        return {
          begin,
          invoke: (role, asked) => sitting.think(role as Respondent, asked as PayloadOf<QuestionType>),
          forgive(role, error) {
            // A model that fails, or a mistake of the user's, is no matter of one session.
            if (role !== 'verifier' || isModel || error instanceof UserError) return false
            options.failed?.({ session, error })
            return true
          },
          act: (role, _, thought) =>
            sitting.record(role as Respondent, thought as Parameters<typeof sitting.record>[1]),
          conclude: (talk) => sitting.conclude(name, talk as Talk),
        }
      })
    },
  }
}
