import { describeScenario } from 'coevo/testing'
import scenario from './scenario.ts'

describeScenario(scenario, { options: { steps: 4, games: 8 } })
