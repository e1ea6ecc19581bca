import { defineAgent } from 'coevo/agents/tournament/define-agent'

/** Bets and calls with a king only, and says so. */
export default defineAgent({
  name: 'honest',
  answer({ observation, legal }) {
    const hasKing = observation.split(' ').includes('king')
    return `With ${hasKing ? 'a' : 'no'} king: \\boxed{${legal[hasKing ? 1 : 0]}}`
  },
})
