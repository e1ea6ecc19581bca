import { Option, type Command } from 'commander'
import { seedNumber, wholeNumber } from '../number.ts'
import { parseFaults, parseNetwork, parseTime } from './flags.ts'

const EXAMPLES = `
Examples:
  coevo check                                     the protocols that ship, and how each is checked
  coevo check match                               every run there is, in the protocol's own scope
  coevo check match --faults drop=2 --network unordered
  coevo check match --runs 100000 --threads 2     random runs, where the scope is too large for all
  coevo check ./my-protocol.ts --report broken.md
  coevo check match --in-flight 3 --max-time 60   no more on a link, and no longer
  coevo check match --junit check.xml --github    for a build: JUnit XML, annotations
  coevo check match --replay TOKEN --step         go through a run that broke a promise
  coevo check --journal runs/kuhn-equilibrium-1   what was really said, held to the same promises

Exit codes: 0 no promise broken, 1 one is, 2 a mistake in the input, 130 stopped by Ctrl-C.`

/** What a recorded run or journal has settled already. */
const SCOPE = [
  'exhaustive',
  'maxStates',
  'inFlight',
  'maxTime',
  'symmetry',
  'reduce',
  'runs',
  'seed',
  'threads',
  'faults',
  'network',
  'time',
  'maxSteps',
]

/** Declares `coevo check`: its options, and which of them exclude each other. */
export function declareCheck(command: (usage: string, description: string) => Command): Command {
  const atLeastOne = wholeNumber(1, 1e9)
  const exhaustive = (flags: string, description: string) => new Option(flags, description).conflicts('runs')
  return command(
    'check [protocol]',
    'Search a protocol for a run that breaks its promises, or prove there is none.',
  )
    .addHelpText('after', EXAMPLES)
    .addOption(exhaustive('--exhaustive', 'visit every state that can be reached (the default)'))
    .option('--runs <n>', 'make random runs instead, so many', atLeastOne)
    .option(
      '--faults <list>',
      "how often each fault may happen in one run: 'drop=1,duplicate=1,crash=1,partition=1', or 'none'",
      parseFaults,
    )
    .option('--network <kind>', 'ordered, unordered, duplicating or lossy', parseNetwork)
    .option('--time <kind>', 'when timers fire: free (at any time) or ordered (as they are due)', parseTime)
    .addOption(exhaustive('--max-states <n>', 'stop after so many states').argParser(atLeastOne))
    .addOption(
      exhaustive('--in-flight <n>', 'leave out what has more messages on one link').argParser(atLeastOne),
    )
    .option(
      '--max-time <seconds>',
      'stop after so many seconds, with what was seen by then',
      wholeNumber(1, 1e6),
    )
    .option('--max-steps <n>', 'end a run after so many steps', atLeastOne)
    .addOption(exhaustive('--no-symmetry', 'tell interchangeable agents apart'))
    .addOption(exhaustive('--no-reduce', 'take steps that commute in every order'))
    .option('--seed <n>', 'seed of random runs, 0 to 4294967295', seedNumber)
    .option('--threads <n>', 'spread random runs over threads', wholeNumber(1, 256))
    .addOption(
      new Option('--replay <token>', 'tell a run again that a check has found').conflicts([
        ...SCOPE,
        'report',
      ]),
    )
    .option('--step', 'wait for Enter after each step of --replay')
    .addOption(
      new Option('--journal <run>', "hold the journal of a run to the protocol's promises").conflicts([
        ...SCOPE,
        'replay',
        'report',
      ]),
    )
    .option('--report <file>', 'write what was found to a file, in Markdown with diagrams')
    .option('--junit <file>', 'write what was found to a file, in JUnit XML')
    .option('--github', 'also print annotations for GitHub Actions (the default there)')
    .addOption(
      new Option('--diagram', 'draw the protocol and the machines in Mermaid, and check nothing').conflicts([
        ...SCOPE,
        'replay',
        'journal',
        'report',
        'junit',
      ]),
    )
}
