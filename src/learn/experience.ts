/** One turn of one role: what the policy read, what it wrote, and how likely that was. */
export interface Turn {
  /** Its place among all turns of the episode, over all roles: 0, 1, … */
  readonly ply: number
  readonly prompt: readonly number[]
  readonly completion: readonly number[]
  /** Per completion token, ln of the behaviour policy's probability when it was sampled. */
  readonly logprobs: readonly number[]
  /** Per completion token, the ids it was chosen among; null where the whole vocabulary was open. */
  readonly allowed: readonly (readonly number[] | null)[]
  /** What this turn earned by itself, where turns are rewarded one by one; else its role's return counts for it. */
  readonly reward?: number
  /** Present where the writing came to its limit before it came to its end. */
  readonly cutOff?: true
}

/** What one role did in an episode. */
export interface RoleEpisode {
  /** The role's name: 'player-0'. */
  readonly role: string
  /** The name of the model that played it; null for a scripted or exact policy, which is not trained. */
  readonly model: string | null
  /** Who played it instead of a model that is trained: 'step-120', 'cfr+:1000'; left out where nobody knows. */
  readonly policy?: string
  readonly turns: readonly Turn[]
  readonly return: number
  readonly illegal: number
  readonly parseFailures: number
  /** How many of the illegal answers were cut off before their end; left out where none was. */
  readonly cutOff?: number
  /** How many of the illegal answers held nothing; left out where none did. */
  readonly empty?: number
  /** Whose illegal move or silence ended it. */
  readonly forfeited?: boolean
}

/** What a session leaves behind. */
export interface Episode {
  /** The session's number in the run: 0, 1, …; episodes reach a learner in this order. */
  readonly session: number
  readonly game: string
  /** By seat. */
  readonly roles: readonly RoleEpisode[]
  /** 'error': whoever judges it failed. What it returned means nothing, and nobody learns from it. */
  readonly end: 'finished' | 'illegal' | 'timeout' | 'error'
}

/** A turn of the trained model with what the estimator made of it. */
export interface WeightedTurn {
  readonly turn: Turn
  /** Multiplies the gradient of its ln-probability. */
  readonly advantage: number
  /**
   * How much the turn counts in every term of the loss (policy, entropy and divergence terms alike), relative to others; > 0.
   * 1 counts turns equally; 1 / (number of turns with its prompt) counts information states equally,
   * which magnetic mirror descent needs: rarely visited states then learn as fast as common ones.
   */
  readonly weight: number
  /**
   * How much the pull to the reference policy counts for the turn, relative to others; ≥ 0, default 1. With 1 for
   * first attempts and 0 for second ones only the first are held where they are (SCoRe's first stage).
   */
  readonly pull?: number
  /** Where the learner has a value head: what that said of the turn's prompt, and what it should have said. */
  readonly value?: { readonly before: number; readonly target: number }
}

/** Two turns of the trained model at one prompt, one of which is preferred. */
export interface WeightedPair {
  readonly winner: Turn
  readonly loser: Turn
  /** How much the pair counts, relative to others; > 0. */
  readonly weight: number
}
