import { auditProtocol, auditScript } from 'coevo/agents/audit'
import { createCritic } from 'coevo/agents/critic'
import { createGenerator } from 'coevo/agents/generator'
import { lessonProtocol, lessonScript } from 'coevo/agents/lesson'
import { createPlayer } from 'coevo/agents/player'
import { createReferee } from 'coevo/agents/referee'
import { matchProtocol } from 'coevo/agents/match'
import { reviewProtocol, reviewScript } from 'coevo/agents/review'
import { createSolver } from 'coevo/agents/solver'
import { createTeacher } from 'coevo/agents/teacher'
import { createVerifier } from 'coevo/agents/verifier'
import { askAgain, askRevision } from 'coevo/agents/classroom/words'
import { ticTacToe } from 'coevo/games/tic-tac-toe'
import { machineDiagram, protocolDiagram, type Protocol } from 'coevo/protocol'
import { protocol as paxos } from 'coevo/protocols/paxos'
import { protocol as twoPhaseCommit } from 'coevo/protocols/two-phase-commit'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { expectGolden } from '../games/golden.ts'

const teachers = {
  lesson: createTeacher(lessonScript({ attempts: 2, until: 'right', again: askAgain })),
  review: createTeacher(reviewScript({ rounds: 1, until: 'end', revise: askRevision })),
  audit: createTeacher(auditScript({ answers: 2, checks: 2, isProblem: () => true })),
}

/** By the file of a protocol: the protocol, and the machines of its roles with their files. */
const chapters = [
  {
    file: 'agents/match.ts',
    protocol: matchProtocol,
    machines: [
      ['agents/referee.ts', createReferee(ticTacToe, { rule: { kind: 'forfeit' } })],
      ['agents/player.ts', createPlayer()],
    ],
  },
  {
    file: 'agents/lesson.ts',
    protocol: lessonProtocol,
    machines: [
      ['agents/teacher.ts', teachers.lesson],
      ['agents/solver.ts', createSolver()],
      ['agents/verifier.ts', createVerifier()],
    ],
  },
  {
    file: 'agents/review.ts',
    protocol: reviewProtocol,
    machines: [
      ['agents/teacher.ts', teachers.review],
      ['agents/critic.ts', createCritic()],
    ],
  },
  {
    file: 'agents/audit.ts',
    protocol: auditProtocol,
    machines: [
      ['agents/teacher.ts', teachers.audit],
      ['agents/generator.ts', createGenerator()],
    ],
  },
  { file: 'protocols/two-phase-commit.ts', protocol: twoPhaseCommit, machines: [] },
  { file: 'protocols/paxos.ts', protocol: paxos, machines: [] },
] as const

const diagram = (text: string) => ['```mermaid', text, '```'].join('\n')

const list = (title: string, items: readonly string[]) =>
  items.length === 0 ? [] : [title, items.map((item) => `- ${item}`).join('\n')]

function describe({ file, protocol, machines }: (typeof chapters)[number]): string[] {
  const { name, timeouts, monitors }: Protocol = protocol
  return [
    `## ${name}`,
    `\`${file}\``,
    diagram(protocolDiagram(protocol)),
    ...list(
      'Nobody waits longer than:',
      Object.entries(timeouts).map(([what, wait]) => `\`${what}\`: ${wait.toLocaleString('en-US')} ms`),
    ),
    ...list(
      'What is promised:',
      monitors.map(({ name }) => name),
    ),
    ...machines.flatMap(([path, machine]) => [
      `### ${machine.id}`,
      `\`${path}\``,
      diagram(machineDiagram(machine)),
    ]),
  ]
}

test('docs/agents.md is drawn from the agents and protocols as they are', () => {
  const parts = [
    '# The agents and their protocols',
    'Drawn from the code by `test/docs/agents.test.ts`; `UPDATE_GOLDEN=1` before its command draws it anew.',
    ...chapters.flatMap(describe),
  ]
  expectGolden(`${parts.join('\n\n')}\n`, '../../docs/agents.md', import.meta)
})

test('no agent and no protocol is left out', () => {
  const root = join(import.meta.dirname, '../..')
  const files = ['agents', 'protocols'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => `${folder}/${name}`),
  )
  // What every respondent is made by is drawn as each of them.
  const drawn = new Set([
    'agents/classroom/respondent.ts',
    ...chapters.flatMap(({ file, machines }) => [file, ...machines.map(([path]) => path)]),
  ])
  const defining = files.filter((file) =>
    /\b(createMachine|createRespondent|defineProtocol)\(/.test(readFileSync(join(root, file), 'utf8')),
  )
  expect([...drawn].toSorted()).toEqual(defining.toSorted())
})
