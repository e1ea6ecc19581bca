import { loadScenario, planStudy, scenarioNames, studyJobs } from 'coevo/scenario'
import { describe, expect, test } from 'vitest'

describe.each(scenarioNames())('%s', (name) => {
  test('names its paper, and says what it is made of', async () => {
    const { scenario } = await loadScenario(name)
    expect(scenario.paper).toMatch(/^https:\/\//)
    expect(scenario.synopsis).toBeDefined()
  })

  test('has a study, each of whose arms sets options that there are, to something of its own', async () => {
    const record = planStudy(await loadScenario(name), { seeds: [1], set: {} })
    const options = studyJobs(record).map((job) => JSON.stringify(job.options))
    expect(new Set(options).size).toBe(options.length)
  })
})
