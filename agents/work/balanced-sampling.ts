import { average, stream, UserError, type Json } from 'coevo/core'
import { balanceScore, type Episode } from 'coevo/learn'
import type { Model } from 'coevo/model'
import type { SessionKind, Work } from 'coevo/scenario'
import type { Task } from 'coevo/task'
import { answersTo } from '../measure/answers.ts'

/** How answers are sampled, and which of them are learned from. */
export interface SamplingSettings {
  /** Of the one who answers. */
  readonly temperature: number
  /** What an answer's reward has to come to. */
  readonly threshold: number
}

/** An answer as a reward sees it. */
export interface Answered {
  readonly prompt: string
  /** Without the mark of its end. */
  readonly text: string
}

export interface BalancedSamplingOptions<Name extends string, Problem extends Json> {
  readonly task: Task<Problem, never>
  /** Who answers, and learns from what is selected. */
  readonly solver: Name
  /** How a problem is answered, once at a temperature, by the first role. */
  readonly session: (temperature: number) => SessionKind<Name>
  /** Sessions a step. */
  readonly sessions: number
  /** Sessions on each problem: they follow each other in number. */
  readonly attempts: number
  /** Of an answer to the probe; default: what a solution may need. */
  readonly maxNewTokens?: number
  /** Rewards answers without knowing which are right: by other models, say, which it names. */
  readonly reward: {
    readonly models: readonly Name[]
    of(answers: readonly Answered[], models: Readonly<Record<Name, Model>>): Promise<readonly number[]>
  }
  /** What is tried before each step; where there is only one of each, this only measures. The first of equals wins. */
  readonly temperatures: readonly number[]
  readonly thresholds: readonly number[]
  /** On which problems, and how often at every temperature. */
  readonly probe: { readonly problems: readonly Problem[]; readonly attempts: number }
  /** n*: how many distinct right answers to a problem suffice. Default 8. */
  readonly target?: number
}

/** An answer with its reward, and whether it is right. */
interface Judged {
  readonly text: string
  readonly right: boolean
  readonly reward: number
}

/**
 * Samples and selects as a small probe says: the settings of each step are those whose balance of exploration and
 * exploitation is greatest for the models as they are.
 *
 * The return of the first role becomes 1 where the reward of its answer reaches the threshold and 0 elsewhere. The
 * probe knows what is right; the selection does not. Nothing is kept between steps. A step logs, after
 * the solver's name: 'temperature', 'threshold' and the probe's 'balance' with them; of what was played 'selected', the
 * share; 'precision', how much of that is right; 'distinctRight', how many of a problem's answers are right and no two
 * alike; 'pass@k', whether any of its answers is right, and 'reward@k', whether the one with the greatest reward is.
 *
 * Source: Zeng et al. 2024, "B-STaR: Monitoring and Balancing Exploration and Exploitation in Self-Taught Reasoners".
 *
 * @throws UserError where there is nothing to choose from, or for a reward that leaves an answer out.
 */
export function balancedSampling<const Name extends string, Problem extends Json>(
  options: BalancedSamplingOptions<Name, Problem>,
): Work<Name> {
  const { task, solver, session, sessions, attempts, temperatures, thresholds, probe, target = 8 } = options
  const { maxNewTokens = task.maxWords + 1 } = options
  for (const [name, choices] of Object.entries({ temperatures, thresholds, problems: probe.problems }))
    if (choices.length === 0) throw new UserError(`balancedSampling: there are no ${name}; give one or more.`)
  const shown = session(temperatures[0]!)
  let step = 0
  let measured: Readonly<Record<string, number>> = {}

  async function rewarded(answers: readonly Answered[], models: Readonly<Record<Name, Model>>) {
    const rewards = await options.reward.of(answers, models)
    if (rewards.length !== answers.length)
      throw new UserError(`balancedSampling: ${rewards.length} rewards for ${answers.length} answers.`)
    return rewards
  }

  /** Answers the probe at a temperature; by problem. */
  async function tried(temperature: number, models: Readonly<Record<Name, Model>>, seed: number) {
    const each = probe.problems.flatMap((problem) =>
      Array.from({ length: probe.attempts }, () => ({ problem, prompt: task.prompt(problem) })),
    )
    const texts = await answersTo(
      models[solver],
      each.map(({ prompt }) => prompt),
      {
        maxNewTokens,
        temperature,
        random: (i) => stream(seed, 'probe', step, 'temperature', temperature, 'attempt', i),
      },
    )
    const answers = texts.map((text, i) => ({ prompt: each[i]!.prompt, text }))
    const rewards = await rewarded(answers, models)
    const judged = texts.map((text, i) => ({
      text,
      right: task.verify(each[i]!.problem, text).score === 1,
      reward: rewards[i]!,
    }))
    return groupsOf(judged, probe.attempts)
  }

  async function choose(models: Readonly<Record<Name, Model>>, seed: number) {
    let best = { temperature: temperatures[0]!, threshold: thresholds[0]!, balance: -1 }
    for (const temperature of temperatures) {
      const groups = await tried(temperature, models, seed)
      for (const threshold of thresholds) {
        const balance = average(groups.map((group) => balanceOf(group, threshold, target)))
        if (balance > best.balance) best = { temperature, threshold, balance }
      }
    }
    return best
  }

  return {
    next(next) {
      step = next
      return {
        sessions,
        kind: {
          ...shown,
          models: [...new Set([...shown.models, ...options.reward.models])],
          async play(context) {
            const { models, seed } = context
            const chosen = await choose(models, seed)
            const episodes = await session(chosen.temperature).play(context)
            const answers = episodes.map((episode) => answered(episode, models[solver]))
            const rewards = await rewarded(answers, models)
            const judged = episodes.map(({ roles, end }, i) => ({
              text: answers[i]!.text,
              right: end === 'finished' && roles[0]!.return === 1,
              reward: end === 'finished' ? rewards[i]! : Number.NEGATIVE_INFINITY,
            }))
            measured = { ...chosen, ...measure(groupsOf(judged, attempts), chosen.threshold) }
            return episodes.map((episode, i) => paid(episode, judged[i]!.reward >= chosen.threshold ? 1 : 0))
          },
        },
      }
    },
    metrics: () =>
      Object.fromEntries(Object.entries(measured).map(([name, value]) => [`${solver}/${name}`, value])),
  }
}

/** The balance of a problem's answers; equal ones count once, as they would be no new ones to learn from. */
function balanceOf(group: readonly Judged[], threshold: number, target: number): number {
  const selected = group.filter(({ reward }) => reward >= threshold)
  return balanceScore(new Set(selected.map(({ text }) => text)).size, distinctRight(selected), target)
}

const distinctRight = (answers: readonly Judged[]) =>
  new Set(answers.filter(({ right }) => right).map(({ text }) => text)).size

/** What a step's answers show, by problem. */
function measure(groups: readonly (readonly Judged[])[], threshold: number): Record<string, number> {
  const selected = groups.flat().filter(({ reward }) => reward >= threshold)
  const best = (group: readonly Judged[]) => group.reduce((a, b) => (b.reward > a.reward ? b : a))
  return {
    selected: selected.length / groups.flat().length,
    precision: average(selected.map(({ right }) => Number(right))),
    distinctRight: average(groups.map(distinctRight)),
    'pass@k': average(groups.map((group) => Number(group.some(({ right }) => right)))),
    'reward@k': average(groups.map((group) => Number(best(group).right))),
  }
}

function answered({ roles }: Episode, { tokenizer }: Model): Answered {
  const turn = roles[0]!.turns.at(-1)
  if (turn === undefined) return { prompt: '', text: '' }
  const marks = [tokenizer.padding, tokenizer.endOfTurn]
  const written = turn.completion.filter((token) => !marks.includes(token))
  return { prompt: tokenizer.decode(turn.prompt), text: tokenizer.decode(written) }
}

function paid({ roles: [first, ...others], ...episode }: Episode, amount: number): Episode {
  return { ...episode, roles: [{ ...first!, return: amount }, ...others] }
}

function groupsOf<Item>(items: readonly Item[], size: number): Item[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, i) =>
    items.slice(i * size, (i + 1) * size),
  )
}
