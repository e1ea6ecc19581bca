import type { Message } from '../../bus/index.ts'
import { oneLine } from '../../core/index.ts'
import {
  points,
  type Account,
  type GameStanding,
  type HeadToHead,
  type PlayedMatch,
  type Standing,
  type TournamentResult,
} from '../../population/index.ts'
import {
  APART,
  elo,
  evolved,
  gain,
  meetings,
  percent,
  percentInterval,
  spoiled,
  titleLine,
  type Meetings,
} from './format.ts'
import { html, type Markup } from './markup.ts'
import { ratingPlot } from './plot.ts'

/** How much of an agent's name is shown; it wraps. */
const NAME = 160
/** How much of an agent's answer is shown. */
const ANSWER = 400

const STYLE = html` :root { color-scheme: light dark; --ink: light-dark(#1b1f24, #e6e8eb); --dim:
light-dark(#626b75, #98a1ab); --line: light-dark(#dfe3e8, #343a41); --back: light-dark(#fff, #16191d);
--accent: light-dark(#0b6bcb, #5db0ff); --good: 46 160 67; --bad: 214 69 65; } body { font: 15px/1.5
system-ui, sans-serif; color: var(--ink); background: var(--back); max-width: 76rem; margin: 2.5rem auto;
padding: 0 1.25rem; } h1 { font-size: 1.5rem; margin: 0; } h2 { font-size: 1.15rem; margin: 2.2rem 0 .6rem; }
p { margin: .3rem 0; } .dim { color: var(--dim); } .scroll { overflow-x: auto; } table { border-collapse:
collapse; font-variant-numeric: tabular-nums; width: 100%; } th, td { padding: .32rem .6rem; border-bottom:
1px solid var(--line); text-align: right; white-space: nowrap; } th { font-weight: 600; color: var(--dim);
font-size: .85rem; } th.name, td.name { text-align: left; color: var(--ink); font-size: 1rem; font-weight:
400; } th.name, td.name, th.other { white-space: normal; overflow-wrap: anywhere; } td.name { min-width: 9rem;
} th.other { min-width: 6rem; } td small { display: block; color: var(--dim); white-space: normal; } td.self {
background: var(--line); } .plot { width: 100%; font-size: 13px; } .plot text { fill: var(--ink); } .plot
.name, .plot .value { text-anchor: end; } .plot .tick { text-anchor: middle; fill: var(--dim); font-size:
11px; } .plot .grid { stroke: var(--line); } .plot .zero { stroke: var(--dim); } .plot .interval { stroke:
var(--accent); stroke-width: 3; stroke-linecap: round; opacity: .55; } .plot circle { fill: var(--accent); }
.note { border: 1px solid var(--line); border-left: 4px solid rgb(var(--bad)); border-radius: .4rem; margin:
.8rem 0; padding: .45rem .8rem; overflow-wrap: anywhere; } .note ul, .note ol { margin: .2rem 0; } details {
border: 1px solid var(--line); border-radius: .4rem; margin: .5rem 0; padding: .45rem .8rem; } summary {
cursor: pointer; } ol { padding-left: 1.6rem; margin: .5rem 0; } li { margin: .25rem 0; } code { font: 13px
ui-monospace, monospace; overflow-wrap: anywhere; } li.illegal code { color: rgb(var(--bad)); } footer {
margin-top: 2.5rem; color: var(--dim); font-size: .85rem; overflow-wrap: anywhere; }`

/**
 * Writes a tournament as one HTML page that needs nothing else: ratings, a plot of them, what each did from
 * each seat, a cross table a game, and some matches move by move.
 *
 * messages: the journals of the result's samples, by match number.
 */
export function tournamentReport(
  result: TournamentResult,
  messages: ReadonlyMap<string, readonly Message[]>,
): string {
  const { agents, games, samples } = result
  const meeting = meetings(result)
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'" />
        <title>Tournament ${result.seed}</title>
        <style>
          ${STYLE}
        </style>
      </head>
      <body>
        <h1>Tournament</h1>
        <p class="dim">${titleLine(result)}; illegal moves: ${result.rule}</p>
        ${absences(result)} ${strangers(result)}
        <h2>Ratings</h2>
        <p class="dim">
          Elo by Bradley and Terry with draws and the seat taken into account, mean 0, with 95 % intervals.
          α-rank: the share of time that a population evolving by these results spends as each agent.
        </p>
        ${agents.length > 0 ? ratingPlot(agents) : ''}
        <div class="scroll">
          <table>
            <tr>
              <th></th>
              <th class="name">agent</th>
              <th>Elo</th>
              <th>openskill</th>
              <th>α-rank</th>
              <th>matches</th>
              <th>won</th>
              <th>drawn</th>
              <th>lost</th>
              <th>score</th>
              <th>forfeits</th>
            </tr>
            ${agents.map(rankRow)}
          </table>
        </div>
        <h2>Agents</h2>
        ${entries(result)}
        <h2>By seat</h2>
        <p class="dim">
          Shares of the matches from each seat, with 95 % intervals; illegal: matches with an illegal move.
        </p>
        <div class="scroll">
          <table>
            <tr>
              <th class="name">agent</th>
              <th>seat</th>
              <th>matches</th>
              <th>won</th>
              <th>drawn</th>
              <th>lost</th>
              <th>illegal</th>
            </tr>
            ${agents.flatMap(seatRows)}
          </table>
        </div>
        ${games.map((game) => crossTable(result, game, meeting))}
        <h2>Some matches</h2>
        ${samples.map((match) => sample(match, messages.get(String(match.number)) ?? []))}
        <footer>
          <p>${result.run}</p>
          <p>digest ${result.digest}</p>
        </footer>
      </body>
    </html> `.text
}

/** Says who did not take part in what. */
function absences({ absent, suspended }: TournamentResult): Markup {
  const n = absent.length + suspended.length
  if (n === 0) return html``
  return html`<section class="note">
    <b>${n === 1 ? 'An agent was' : 'Agents were'} missing</b>
    <ul>
      ${absent.map(
        ({ agent, game, reason }) => html`<li>${agent} does not play ${game}: ${oneLine(reason)}</li> `,
      )}${suspended.map(({ agent, reason }) => html`<li>${agent} was suspended: ${oneLine(reason)}</li> `)}
    </ul>
  </section>`
}

/** Says who cannot be compared, where not everybody has met, directly or through others. */
function strangers({ components }: TournamentResult): Markup {
  if (components.length < 2) return html``
  return html`<section class="note">
    <b>${APART}</b>
    <ol>
      ${components.map((together) => html`<li>${together.map((agent) => oneLine(agent, NAME)).join(', ')}</li> `)}
    </ol>
  </section>`
}

/** Tells how each agent took part: what it is, by what rule it played, and what its answers took. */
function entries({ entries: all }: TournamentResult): Markup {
  const counts = all.some(({ account }) => account !== null)
  return html`<p class="dim">
      How each took part; rule: what became of its illegal
      moves${counts ? html`; tokens as its server counted them` : ''}.
    </p>
    <div class="scroll">
      <table>
        <tr>
          <th class="name">agent</th>
          <th class="name">opened as</th>
          <th>rule</th>
          ${counts ? ['answers', 'tokens read', 'tokens written'].map((head) => html`<th>${head}</th>`) : ''}
        </tr>
        ${all.map(
          ({ agent, source, rule, account }) =>
            html`<tr>
              <td class="name">${oneLine(agent, NAME)}</td>
              <td class="name">${source === null ? 'in a program' : oneLine(source, NAME)}</td>
              <td>${rule}</td>
              ${counts ? accountCells(account) : ''}
            </tr> `,
        )}
      </table>
    </div>`
}

function accountCells(account: Account | null): Markup[] {
  if (account === null) return [1, 2, 3].map(() => html`<td></td>`)
  const { calls, promptTokens, completionTokens } = account
  return [calls, promptTokens, completionTokens].map((n) => html`<td>${n.toLocaleString('en-US')}</td>`)
}

function rankRow({ agent, rating, skill, ...own }: Standing, place: number): Markup {
  return html`<tr>
    <td>${place + 1}</td>
    <td class="name">${oneLine(agent, NAME)}</td>
    <td>${elo(rating)}</td>
    <td>${skill.mu.toFixed(1)} ± ${(2 * skill.sigma).toFixed(1)}</td>
    <td>${evolved(own.alphaRank)}</td>
    <td>${own.matches}</td>
    <td>${own.wins}</td>
    <td>${own.draws}</td>
    <td>${own.losses}</td>
    <td>${percent(own.score)}</td>
    <td>${own.forfeits}${own.cutOff + own.empty > 0 ? html`<small>${spoiled(own)}</small>` : ''}</td>
  </tr> `
}

function seatRows({ agent, seats }: Standing): Markup[] {
  return seats.flatMap((seat, number) =>
    seat === null
      ? []
      : [
          html`<tr>
            <td class="name">${number === 0 ? oneLine(agent, NAME) : ''}</td>
            <td>${number + 1}</td>
            <td>${seat.matches}</td>
            ${[seat.win, seat.draw, seat.loss, seat.illegal].map((share) => html`<td>${percentInterval(share)}</td>`)}
          </tr> `,
        ],
  )
}

/** Draws who did what against whom; the more the agent of its row won, the greener a cell, up to the most here. */
function crossTable(
  result: TournamentResult,
  { game, seatAdvantage, draws, agents }: GameStanding,
  meeting: Meetings,
): Markup {
  const here = new Map(agents.map((rating) => [rating.agent, rating]))
  const names = result.agents.map(({ agent }) => agent).filter((agent) => here.has(agent))
  const most = result.headToHead
    .filter((each) => each.game === game)
    .reduce((top, each) => Math.max(top, Math.abs(estimateOf(each))), Number.MIN_VALUE)
  return html`<h2>${game}</h2>
    <p class="dim">
      Return a match of the agent in the row, won–drawn–lost below it. The first seat is worth
      ${elo(seatAdvantage)} Elo; equals draw ${percentInterval(draws)} of their matches.
    </p>
    <div class="scroll">
      <table>
        <tr>
          <th class="name">agent</th>
          <th>Elo here</th>
          <th>α-rank</th>
          ${names.map((name) => html`<th class="other">${oneLine(name, NAME)}</th>`)}
        </tr>
        ${names.map(
          (agent) =>
            html`<tr>
              <td class="name">${oneLine(agent, NAME)}</td>
              <td>${elo(here.get(agent)!)}</td>
              <td>${evolved(here.get(agent)!.alphaRank)}</td>
              ${names.map((against) => crossCell(agent === against ? null : meeting(game, agent, against), most))}
            </tr> `,
        )}
      </table>
    </div>`
}

function crossCell(met: HeadToHead | null | undefined, most: number): Markup {
  if (met === null) return html`<td class="self"></td>`
  if (met === undefined) return html`<td></td>`
  const { wins, draws, losses, meanReturn } = met
  const lead = estimateOf(met) / most
  const colour = html`rgb(var(--${lead < 0 ? 'bad' : 'good'}) / ${(Math.abs(lead) * 0.35).toFixed(3)})`
  return html`<td style="background: ${colour}">
    ${gain(meanReturn)}<small>${wins}–${draws}–${losses}</small>
  </td>`
}

function estimateOf({ meanReturn }: HeadToHead): number {
  return meanReturn?.estimate ?? 0
}

/** Tells a match move by move. What agents wrote is data: it is cut and escaped. */
function sample(match: PlayedMatch, messages: readonly Message[]): Markup {
  const { agents, game, returns, end } = match
  const outcome =
    points(match, 0) === 0.5 ? 'a draw' : `${oneLine(agents[points(match, 0) === 1 ? 0 : 1], 40)} wins`
  const how = end === 'finished' ? '' : end === 'illegal' ? ' by an illegal move' : ' for want of an answer'
  return html`<details>
    <summary>
      ${game}: ${oneLine(agents[0], 40)} against ${oneLine(agents[1], 40)}, ${outcome}${how}
      <span class="dim">(${returns.join(' and ')})</span>
    </summary>
    <ol>
      ${messages.flatMap((message) => moveLine(message, match))}
    </ol>
  </details> `
}

function moveLine({ type, from, to, payload }: Message, { agents }: PlayedMatch): Markup[] {
  const who = (address: string) => oneLine(agents[Number(address.replace('player-', ''))] ?? address, 40)
  const said = payload as { readonly observation?: string; readonly text?: string; readonly reason?: string }
  switch (type) {
    case 'turn':
      return [
        html`<li>
          <span class="dim">${who(to)} sees</span> <code>${oneLine(said.observation ?? '', ANSWER)}</code>
        </li> `,
      ]
    case 'move':
      return [html`<li>${who(from)} plays <code>${oneLine(said.text ?? '', ANSWER)}</code></li> `]
    case 'illegal':
      return [html`<li class="illegal">${who(to)}: <code>${said.reason ?? 'illegal'}</code></li> `]
    case 'resign':
      return [html`<li class="illegal">${who(from)} resigns: <code>${said.reason ?? ''}</code></li> `]
    default:
      return []
  }
}
