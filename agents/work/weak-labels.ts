import { stream, type Json } from 'coevo/core'
import { demonstrationTurn, type RoleEpisode } from 'coevo/learn'
import type { Model } from 'coevo/model'
import type { SessionKind } from 'coevo/scenario'
import type { Task } from 'coevo/task'
import { answersTo } from '../measure/answers.ts'
import { voteOn } from '../measure/votes.ts'

export interface WeakLabelsOptions<Name extends string, Problem extends Json> {
  readonly task: Task<Problem, never>
  /** The problem of a session. */
  readonly problem: (session: number) => Problem
  /** Its answers are the labels. */
  readonly supervisor: Name
  /** Learns from the labels. */
  readonly student: Name
  /** Learns from the truth about the same problems. */
  readonly ceiling: Name
  /**
   * α in [0, 1]: how much the student's own most likely answer counts beside the label, whose part is 1 − α
   * (the auxiliary confidence loss). Default 0.
   */
  readonly confidence?: number
  /**
   * How often the supervisor answers at temperature 1, instead of once with what is most likely: the label is then the
   * answer of the majority, and none where fewer than half agree.
   */
  readonly votes?: number
}

/** What a role is shown, and how much it counts. */
interface Label {
  readonly text: string
  readonly weight: number
}

/**
 * Supervises a student by the answers of another model, and its equal by the truth: one problem a session.
 *
 * Labels come as turns whose rewards are their weights, those of the supervisor without. Nobody judges, so nothing is
 * said: the journal stays empty. Source: Burns et al. 2023, "Weak-to-Strong Generalization".
 */
export function weakLabels<const Name extends string, Problem extends Json>(
  options: WeakLabelsOptions<Name, Problem>,
): SessionKind<Name> {
  const { task, supervisor, student, ceiling, confidence = 0, votes } = options

  /** Says what most of a supervisor's answers are; null where fewer than half of all agree. */
  function voted(problem: Problem, texts: readonly string[]): string | null {
    const { text, share } = voteOn(task, problem, texts)
    return share < 1 / 2 ? null : text
  }

  return {
    name: task.name,
    roles: ['supervisor', 'student', 'ceiling'],
    models: [supervisor, student, ceiling],
    tasks: [task],
    async play({ seed, sessions, models }) {
      const ordered = sessions.toSorted((a, b) => a - b)
      const problems = ordered.map((session) => options.problem(session))
      const prompts = problems.map((problem) => task.prompt(problem))
      const greedy = (model: Model) =>
        answersTo(model, prompts, {
          maxNewTokens: task.maxWords + 1,
          temperature: 0,
          random: () => stream('greedy'),
        })
      const sampled = async (count: number) => {
        const each = prompts.flatMap((prompt) => Array.from({ length: count }, () => prompt))
        const texts = await answersTo(models[supervisor], each, {
          maxNewTokens: task.maxWords + 1,
          temperature: 1,
          random: (i) => stream(seed, 'session', ordered[Math.floor(i / count)]!, 'vote', i % count),
        })
        return problems.map((problem, i) => voted(problem, texts.slice(i * count, (i + 1) * count)))
      }
      const labels = votes === undefined ? await greedy(models[supervisor]) : await sampled(votes)
      const own = confidence > 0 ? await greedy(models[student]) : []

      const role = (
        name: string,
        model: Name,
        prompt: string,
        shown: readonly Label[],
        ply = 0,
      ): RoleEpisode => ({
        role: name,
        model,
        turns: shown.map(({ text, weight }, i) => ({
          ...demonstrationTurn(models[model].tokenizer, { prompt, completion: text }, ply + i),
          reward: weight,
        })),
        return: 0,
        illegal: 0,
        parseFailures: 0,
      })
      return ordered.map((session, i) => {
        const [prompt, label, truth] = [prompts[i]!, labels[i]!, task.solve(problems[i]!)]
        const weak = label === null ? [] : [{ text: label, weight: 1 - confidence }]
        const believed = own.slice(i, i + 1).map((text) => ({ text, weight: confidence }))
        return {
          session,
          game: task.name,
          end: 'finished' as const,
          roles: [
            { ...role('supervisor', supervisor, prompt, []), return: label === truth ? 1 : 0 },
            role('student', student, prompt, [...weak, ...believed]),
            role('ceiling', ceiling, prompt, [{ text: truth, weight: 1 }], 2),
          ],
        }
      })
    },
  }
}
