import { readAgent } from 'coevo/agents/tournament/agent-text'
import { openEntrant } from 'coevo/agents/tournament/open-entrant'
import { UserError } from 'coevo/core'
import { describe, expect, test } from 'vitest'
import { splitAgents } from '../../../src/cli/tournament/split-agents.ts'

describe('a name', () => {
  test.for<[text: string, label: string | null, who: string, settings?: Record<string, string>]>([
    ['uniform', null, 'uniform'],
    ['cfr+:1000', null, 'cfr+:1000'],
    ['mine=cfr+:1000', 'mine', 'cfr+:1000'],
    ['the old one=checkpoint:runs/a=b', 'the old one', 'checkpoint:runs/a=b'],
    ['checkpoint:runs/a=b', null, 'checkpoint:runs/a=b'],
    ['./a=b.ts', null, './a=b.ts'],
    ['cmd:agent --depth=3', null, 'cmd:agent --depth=3'],
    ['cmd:agent ?', null, 'cmd:agent ?'],
    ['openai:m@http://h/v1', null, 'openai:m@http://h/v1'],
    [
      'gpt=openai:m@http://h/v1?temperature=0.6&rule=retry:2',
      'gpt',
      'openai:m@http://h/v1',
      { temperature: '0.6', rule: 'retry:2' },
    ],
    [
      'openai:m@http://h/v1?system=Be%20bold%26brief',
      null,
      'openai:m@http://h/v1',
      { system: 'Be bold&brief' },
    ],
    ['=uniform', null, '=uniform'],
  ])('%s', ([text, label, who, settings = {}]) => {
    expect(readAgent(text)).toMatchObject({ label, who, settings })
  })

  test.for<[text: string, sentence: RegExp]>([
    ['uniform?rule=lenient', /There is no illegal-move rule 'lenient'/],
    ['uniform?temprature=1', /^Agent 'uniform' has no setting 'temprature'\. Its settings: rule\.$/],
    ['checkpoint:x?temprature=1', /has no setting 'temprature'; did you mean 'temperature'\?/],
    [
      'openai:m@http://h/v1?temperature=hot',
      /Setting 'temperature' of agent 'openai:m@http:\/\/h\/v1' cannot be hot/,
    ],
    ['openai:m@http://h/v1?max_tokens=0', /Setting 'max_tokens' of agent/],
    ['openai:m@http://h/v1?key=secret', /has no setting 'key'/],
    ['openai:m@http://h/v1?system=100%', /holds a '%' that stands for nothing: write %25/],
    ['uniform?rule=forfeit&rule=spiral', /The agent 'uniform' is given 'rule' twice: give it once\./],
    ['cmd:', /is only the beginning of a name: write cmd:COMMAND\./],
    ["cmd:'python3", /opens a ' that does not close: close it\./],
    ['cmd:  ', /An empty command runs nothing/],
    ['./nowhere.ts', /There is no agent file '\.\/nowhere\.ts'\./],
    ['mine=frist', /There is no agent 'frist'; did you mean 'first'\?/],
  ])('%s is refused', async ([text, sentence]) => {
    const failed = openEntrant(text)
    await expect(failed).rejects.toThrow(UserError)
    await expect(failed).rejects.toThrow(sentence)
    await expect(failed).rejects.not.toThrow(/secret/)
  })

  test('is the label, or all of what was written', async () => {
    expect(await openEntrant('mine=uniform?rule=forfeit')).toMatchObject({
      name: 'mine',
      source: 'mine=uniform?rule=forfeit',
      rule: 'forfeit',
    })
    expect(await openEntrant('uniform?rule=forfeit')).toMatchObject({ name: 'uniform?rule=forfeit' })
  })
})

test.for<[text: string, names: string[]]>([
  ['uniform,first', ['uniform', 'first']],
  ["cmd:'a, b',first", ["cmd:'a, b'", 'first']],
  ['cmd:"it\'s, so",first', ['cmd:"it\'s, so"', 'first']],
  ["it's,first", ["it's", 'first']],
  ['uniform,', ['uniform', '']],
])('a list of agents ends at commas outside of quotes: %s', ([text, names]) => {
  expect(splitAgents(text)).toEqual(names)
})
