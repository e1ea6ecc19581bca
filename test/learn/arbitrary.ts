import type { Episode, Turn } from 'coevo/learn'

/** A one-turn, one-role episode of a task. */
export function taskEpisode(session: number, prompt: readonly number[], reward: number): Episode {
  const turn: Turn = { ply: 0, prompt, completion: [1], logprobs: [-1], allowed: [null] }
  return {
    session,
    game: 'task',
    roles: [
      { role: 'solver', model: 'learner', turns: [turn], return: reward, illegal: 0, parseFailures: 0 },
    ],
    end: 'finished',
  }
}
