import { oneLine } from '../../core/index.ts'
import type { Rating, TournamentEvent } from '../../population/index.ts'
import { painter } from '../paint.ts'
import { duration } from '../progress/figure.ts'
import type { Terminal } from '../terminal.ts'
import { elo } from '../../report/index.ts'

/** Shows a tournament while it goes on. */
export interface TournamentDisplay {
  show(event: TournamentEvent): void
  /** Says that the tournament stops once the matches under way have ended. */
  stopping(): void
  /** Draws nothing in place from now on, because somebody reads and writes there. */
  makeRoom(): void
  /** Takes what is drawn in place off the screen again. */
  close(): void
}

/** What a tournament has told so far, as far as it is shown. */
export interface TournamentProgress {
  readonly title: string
  /** What is done now, where that is not playing. */
  readonly doing: string | null
  readonly first: number
  readonly played: number
  readonly matches: number
  readonly ratings: readonly Rating[]
  readonly seconds: number
}

/** Milliseconds between two drawings, and between two plain lines. */
const REDRAW = 80
const QUIET = 5000

const initial: TournamentProgress = {
  title: 'tournament',
  doing: 'opening the agents',
  first: 0,
  played: 0,
  matches: 0,
  ratings: [],
  seconds: 0,
}

/** A table that is drawn over itself where the terminal can, plain lines now and then elsewhere. */
export function openTournamentDisplay(terminal: Terminal): TournamentDisplay {
  let { live } = terminal
  let begin = terminal.now()
  let progress = initial
  let last = live ? -Infinity : begin
  let drawn = 0
  const erase = () => {
    if (drawn > 0) terminal.err(`\x1b[${drawn}A\r\x1b[J`)
    drawn = 0
  }
  const draw = () => {
    last = terminal.now()
    progress = { ...progress, seconds: (last - begin) / 1000 }
    if (!live) return terminal.err(`${progressLine(progress)}\n`)
    const { columns, rows } = terminal.size()
    const lines = drawTournament(progress, { columns, rows, color: terminal.color })
    const up = drawn > 0 ? `\x1b[${drawn}A\r` : ''
    const body = lines.map((line) => `${line}\x1b[K\n`).join('')
    terminal.err(`\x1b[?2026h${up}${body}\x1b[J\x1b[?2026l`)
    drawn = lines.length
  }
  const note = (text: string) => {
    erase()
    terminal.err(`${text}\n`)
    if (live) draw()
  }
  return {
    show(event) {
      progress = advance(progress, event)
      if (event.type === 'start') {
        begin = terminal.now()
        if (!live) terminal.err(`${progress.title}, ${event.matches.toLocaleString('en-US')} matches\n`)
        last = begin
      }
      if (event.type === 'absent')
        note(`${oneLine(event.agent)} does not play ${event.game}: ${oneLine(event.reason)}`)
      if (event.type === 'suspended') note(`${oneLine(event.agent)} is suspended: ${oneLine(event.reason)}`)
      if (event.type === 'trial' && live) draw()
      if (terminal.now() - last >= (live ? REDRAW : QUIET)) draw()
    },
    stopping() {
      progress = { ...progress, doing: 'stopping after the matches under way' }
      note('stopping after the matches under way')
    },
    makeRoom() {
      erase()
      live = false
    },
    close: erase,
  }
}

/** Takes an event of the tournament in. */
export function advance(progress: TournamentProgress, event: TournamentEvent): TournamentProgress {
  switch (event.type) {
    case 'start': {
      const { seed, run, format, agents, games, played, matches } = event
      const title = `tournament, seed ${seed} → ${run}: ${format}, ${agents.length} agents, ${games.length} ${games.length === 1 ? 'game' : 'games'}`
      return { ...progress, title, doing: null, first: played, played, matches }
    }
    case 'trial':
      return { ...progress, doing: `${oneLine(event.agent, 40)} prepares for ${event.game}` }
    case 'match':
      return { ...progress, played: event.played }
    case 'ratings':
      return { ...progress, ratings: event.ratings }
    case 'absent':
    case 'suspended':
    case 'end':
      return progress
  }
}

/** Tells how far a tournament has come in one line. */
export function progressLine(progress: TournamentProgress): string {
  const { played, matches, doing, ratings } = progress
  if (matches === 0) return doing ?? ''
  const best = ratings.slice(0, 3).map((rating) => `${oneLine(rating.agent, 24)} ${elo(rating)}`)
  return [
    `${played.toLocaleString('en-US')} of ${matches.toLocaleString('en-US')} matches`,
    time(progress),
    best.join(', '),
  ]
    .filter((part) => part !== '')
    .join('  ')
}

/** Draws the live view: a bar, and the ratings with their intervals on one scale. */
export function drawTournament(
  progress: TournamentProgress,
  { columns, rows, color }: { readonly columns: number; readonly rows: number; readonly color: boolean },
): string[] {
  const paint = painter(color)
  const { title, played, matches, ratings, doing } = progress
  const lines = [paint('bold', cut(` ${title}`, columns))]
  if (matches > 0) {
    const count = `${played.toLocaleString('en-US')}/${matches.toLocaleString('en-US')}`
    const end = doing ?? time(progress)
    const width = Math.max(8, Math.min(40, columns - count.length - end.length - 16))
    const done = Math.round(Math.min(1, played / matches) * width)
    const bar = paint('green', '━'.repeat(done)) + paint('dim', '─'.repeat(width - done))
    lines.push(` ${paint('dim', 'matches')}  ${count}  ${bar}  ${paint('dim', end)}`)
  } else if (doing !== null) lines.push(cut(` ${doing}`, columns))
  const names = ratings.map(({ agent }) => oneLine(agent, 24))
  const wide = Math.max(0, ...names.map((name) => name.length))
  const low = Math.min(...ratings.map((rating) => rating.low))
  const high = Math.max(...ratings.map((rating) => rating.high))
  const width = Math.max(10, Math.min(48, columns - wide - 22))
  const place = (value: number) => Math.round(((value - low) / (high - low || 1)) * (width - 1))
  for (const [i, rating] of ratings.slice(0, Math.max(0, rows - 4)).entries()) {
    const cells = Array.from({ length: width }, (_, at) => {
      if (at === place(rating.estimate)) return '●'
      return at >= place(rating.low) && at <= place(rating.high) ? '─' : ' '
    })
    lines.push(` ${names[i]!.padEnd(wide)}  ${elo(rating).padStart(12)}  ${paint('cyan', cells.join(''))}`)
  }
  return lines
}

function time({ first, played, matches, seconds }: TournamentProgress): string {
  if (played <= first) return duration(seconds)
  return `${duration(seconds)}, ${duration((seconds / (played - first)) * Math.max(0, matches - played))} left`
}

function cut(text: string, columns: number): string {
  return text.length < columns ? text : `${text.slice(0, Math.max(0, columns - 2))}…`
}
