import { Command, CommanderError, Option } from 'commander'
import { lookUp, packageVersion, UserError } from '../core/index.ts'
import { RECORDINGS } from '../store/index.ts'
import { declareCheck } from './check/declare.ts'
import type { CheckFlags } from './check/flags.ts'
import { auditCommand, declareAudit, type AuditFlags } from './commands/audit.ts'
import { checkCommand } from './commands/check.ts'
import { compareCommand, declareCompare } from './commands/compare.ts'
import { curriculumCommand, declareCurriculum } from './commands/curriculum.ts'
import { listAgents, listGames, listProtocols, listScenarios, listTasks } from './commands/list.ts'
import { declareInit, initCommand } from './commands/init.ts'
import { declarePlay, playCommand, type PlayFlags } from './commands/play.ts'
import { declarePolicy, policyCommand, type PolicyFlags } from './commands/policy.ts'
import { declarePrune, pruneCommand, type PruneFlags } from './commands/prune.ts'
import { resumeCommand, runCommand, type ResumeFlags, type RunFlags } from './commands/run.ts'
import { declareResults, resultsCommand } from './commands/results.ts'
import { declareRuns, runsCommand } from './commands/runs.ts'
import { declareShow, showCommand, type ShowFlags } from './commands/show.ts'
import { declareSolve, solveCommand, type SolveFlags } from './commands/solve.ts'
import { declareStudy, studyCommand, type StudyFlags } from './commands/study.ts'
import { declareTournament, tournamentCommand, type TournamentFlags } from './commands/tournament.ts'
import { oneLine, reportFailure } from './failure.ts'
import { seedNumber, wholeNumber } from './number.ts'
import { optionFlags } from './set.ts'
import type { Terminal } from './terminal.ts'
import { meantOption, scenarioHelp } from './usage.ts'

const EXAMPLES = `
Examples:
  coevo init my-games                             a folder that works: a game, a task, a scenario, a protocol
  coevo run kuhn-equilibrium                      self-play that finds the equilibrium of Kuhn poker
  coevo run spiral --seed 7 --set steps=200       another seed and another length
  coevo run ./my-scenario.ts --json               a scenario of your own; the result as JSON
  coevo resume runs/kuhn-equilibrium-1            go on after Ctrl-C or a crash
  coevo show runs/kuhn-equilibrium-1              its curves, metrics and sessions; also: runs, compare, policy
  coevo study spiral --seeds 1,2,3                a method beside its baselines, over three seeds
  coevo scenarios                                 what ships, and what --set changes in each
  coevo solve leduc-poker                         the equilibrium of a game, and how near it is
  coevo play connect-four --against mcts:2000     play yourself
  coevo tournament --game kuhn-poker --agents uniform,first,equilibrium
  coevo curriculum runs/sec-1                     what a curriculum chose over time
  coevo audit ./my-game.ts                        hold a game of your own to the rules of games
  coevo check match                               prove that a match cannot hang, or show how it can

Exit codes: 0 done, 1 a promise broken in a check, a run of a study that failed, or a fault of coevo's, 2 a mistake in the input,
130 stopped by Ctrl-C.`

const EVENTS = "a file to which every event is added as a line of JSON, or '-' for standard output"

function recordOption(): Option {
  return new Option(
    '--record <which>',
    'the sessions that the database keeps; it never changes the result',
  ).choices(RECORDINGS)
}

/** Runs a command line (without node and script) and returns its exit code. Never throws. */
export async function execute(args: readonly string[], terminal: Terminal): Promise<number> {
  let exitCode = 0
  let complaint = ''
  const program = buildProgram(terminal, {
    done: (code) => (exitCode = code),
    complain: (text) => (complaint = text),
  })
  try {
    // No shell can write one; a program that calls this can, and no system takes it in a name.
    if (args.some((word) => word.includes('\0')))
      throw new UserError('An argument holds the character NUL; leave it out.')
    if (args.length === 0) program.outputHelp()
    else await program.parseAsync(args, { from: 'user' })
    return exitCode
  } catch (error) {
    if (error instanceof CommanderError) await explain(error, complaint, args, terminal)
    return reportFailure(error, args.includes('--verbose'), terminal)
  }
}

/** Adds to what commander says what only the scenario knows that the command line names. */
async function explain(
  error: CommanderError,
  complaint: string,
  args: readonly string[],
  terminal: Terminal,
): Promise<void> {
  if (error.code === 'commander.helpDisplayed') terminal.out(await scenarioHelp(args))
  if (complaint === '') return
  const meant = error.code === 'commander.unknownOption' ? await meantOption(error, args) : null
  const text = oneLine(complaint)
  terminal.err(`coevo: ${meant === null ? text : `${text.replace(/ \(Did you mean .*/, '')}. ${meant}`}\n`)
}

function buildProgram(
  terminal: Terminal,
  { done, complain }: { done: (exitCode: number) => void; complain: (text: string) => void },
): Command {
  const program = new Command('coevo')
    .description('Runs populations of agents that play, teach and train each other.')
    .version(packageVersion())
    .addHelpText('after', EXAMPLES)
    .helpCommand(false)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => terminal.out(text),
      writeErr: (text) => terminal.err(text),
      outputError: complain,
    })
  const command = (usage: string, description: string) =>
    program
      .command(usage)
      .description(description)
      .option('--json', 'print the result as JSON, and nothing else, on standard output')
      .option('--verbose', 'show where an error comes from')

  declareInit(command).action((folder: string | undefined, flags: { readonly json?: true }) =>
    initCommand(folder ?? '.', flags, terminal),
  )
  program
    .command('help [command]')
    .description('Show what coevo does, or what one of its commands does.')
    .action((name?: string) => {
      const commands = Object.fromEntries(program.commands.map((each) => [each.name(), each]))
      const asked = name === undefined ? program : lookUp('command', name, commands)
      asked.outputHelp()
    })
  optionFlags(
    command(
      'run <scenario>',
      'Run a scenario: the name of one that ships, or the path of a .ts or .js file.',
    ),
  )
    .option('--seed <n>', 'seed of every random draw, 0 to 4294967295', seedNumber, 1)
    .option('--out <dir>', 'folder in which the folder of the run is made', 'runs')
    .option('--concurrency <n>', 'sessions open at once; it never changes the result', wholeNumber(1, 1e6))
    .addOption(recordOption().default('sample'))
    .option('--events <file>', EVENTS)
    .action(async (scenario: string, more: readonly string[], flags: RunFlags) =>
      done(await runCommand(scenario, { ...flags, set: [...flags.set, ...more] }, terminal)),
    )
  command('resume <run>', 'Go on with a run from its last checkpoint.')
    .option('--concurrency <n>', 'sessions open at once; it never changes the result', wholeNumber(1, 1e6))
    .option('--changed', "go on although the scenario's file has changed since")
    .option('--from <step>', 'go on from an earlier checkpoint that is kept', wholeNumber(0, 1e9))
    .addOption(recordOption())
    .option('--events <file>', EVENTS)
    .action(async (run: string, flags: ResumeFlags) => done(await resumeCommand(run, flags, terminal)))
  declareStudy(command).action(async (scenario: string, more: readonly string[], flags: StudyFlags) =>
    done(await studyCommand(scenario, { ...flags, set: [...flags.set, ...more] }, terminal)),
  )
  declareResults(command).action(
    (out: string | undefined, flags: { readonly write?: string; readonly json?: true }) =>
      resultsCommand(out, flags, terminal),
  )
  declareCurriculum(command).action((run: string, flags: RunFlags) => curriculumCommand(run, flags, terminal))
  declareRuns(command).action((dir: string | undefined, flags: RunFlags) => runsCommand(dir, flags, terminal))
  declareShow(command).action((run: string, flags: ShowFlags) => showCommand(run, flags, terminal))
  declareCompare(command).action((runs: readonly string[], flags: RunFlags) =>
    compareCommand(runs, flags, terminal),
  )
  declarePrune(command).action((runs: readonly string[], flags: PruneFlags) =>
    pruneCommand(runs, flags, terminal),
  )
  declareCheck(command).action(async (protocol: string | undefined, flags: CheckFlags) =>
    done(await checkCommand(protocol, flags, terminal)),
  )
  command('protocols', 'List the protocols that ship, and the scope in which each is checked.').action(
    (flags: RunFlags) => listProtocols(flags.json === true, terminal),
  )
  declareAudit(command).action(async (file: string, more: readonly string[], flags: AuditFlags) =>
    done(await auditCommand(file, { ...flags, set: [...flags.set, ...more] }, terminal)),
  )
  declareSolve(command).action(async (game: string, flags: SolveFlags) =>
    done(await solveCommand(game, flags, terminal)),
  )
  declarePolicy(command).action((game: string, flags: PolicyFlags) => policyCommand(game, flags, terminal))
  declarePlay(command).action(async (game: string, flags: PlayFlags) =>
    done(await playCommand(game, flags, terminal)),
  )
  declareTournament(command).action(async (flags: TournamentFlags) =>
    done(await tournamentCommand(flags, terminal)),
  )
  command('games', 'List the games that ship.').action((flags: RunFlags) =>
    listGames(flags.json === true, terminal),
  )
  command('tasks', 'List the tasks that ship, with their dials of difficulty.').action((flags: RunFlags) =>
    listTasks(flags.json === true, terminal),
  )
  command(
    'scenarios [names...]',
    'List scenarios, with what they are made of and their options: those that ship, or those named, or files.',
  ).action((names: readonly string[], flags: RunFlags) => listScenarios(names, flags.json === true, terminal))
  command('agents', 'List the agents, and how they are named.').action((flags: RunFlags) =>
    listAgents(flags.json === true, terminal),
  )
  return program
}
