import sec from 'coevo/scenarios/sec'
import { describeScenario } from 'coevo/testing'

describeScenario(sec, { options: { steps: 3, problems: 4, attempts: 2, warmUp: 0.05 } })
