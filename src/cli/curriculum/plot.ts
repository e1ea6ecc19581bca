import { average, oneLine } from '../../core/index.ts'
import { painter, type Paint } from '../paint.ts'
import { sparkline } from '../progress/sparkline.ts'
import { wrap } from '../wrap.ts'
import type { Course, Series } from './course.ts'

export interface Page {
  /** Characters a line. */
  readonly columns: number
  readonly color: boolean
}

const SHADES = [' ', '░', '▒', '▓', '█']
/** How many lines the picture of a dimension has. */
const HEIGHT = 7
const INDENT = '  '
const VALUE = 8
/** The widest and the narrowest picture, and the longest name. */
const [WIDEST, NARROWEST, LONGEST] = [100, 8, 24]

/** Draws what a curriculum chose over the steps of a run: arms as shaded rows, dimensions of a box as bands. */
export function coursePlot(course: Course, page: Page): string {
  const paint = painter(page.color)
  const names = [...Object.keys(course.arms), ...Object.keys(course.dimensions), ...plainOthers(course)]
  const limit = Math.max(VALUE, Math.min(LONGEST, Math.floor(page.columns / 3)))
  const label = Math.max(...names.map((name) => oneLine(name, limit).length), VALUE)
  const room = page.columns - INDENT.length - label - 2 - 1
  const [groups, width] = layout(course, room)
  const frame = { label, width, columns: page.columns, steps: course.steps, paint }
  return [
    ...armLines(course, groups, frame),
    ...Object.entries(course.dimensions).flatMap(([name, { mean, spread }]) =>
      dimensionLines(name, mean, spread, frame),
    ),
    ...otherLines(course, frame),
  ].join('\n')
}

interface Frame {
  /** Characters for names, and for pictures. */
  readonly label: number
  readonly width: number
  /** Characters a line. */
  readonly columns: number
  readonly steps: readonly number[]
  readonly paint: Paint
}

/** Says which values of arms fit beside the picture of their probabilities, and how wide that is. */
function layout(course: Course, room: number): [groups: readonly string[], width: number] {
  const groups = armGroups(course)
  while (groups.length > 0 && room - (groups.length + 1) * VALUE < 24) groups.pop()
  return [groups, Math.max(NARROWEST, Math.min(WIDEST, room - (groups.length + 1) * VALUE))]
}

/** What else is recorded of each arm: 'value' where there is 'value/ARM'. */
function armGroups({ arms, others }: Course): string[] {
  const groups = Object.keys(others).flatMap((name) => {
    const [group = '', ...rest] = name.split('/')
    return rest.join('/') in arms ? [group] : []
  })
  return [...new Set(groups)]
}

function plainOthers(course: Course): string[] {
  const groups = armGroups(course)
  return Object.keys(course.others).filter((name) => !groups.includes(name.split('/')[0]!))
}

function armLines({ arms, others }: Course, groups: readonly string[], frame: Frame): string[] {
  const { label, width, paint } = frame
  const names = Object.keys(arms)
  if (names.length === 0) return []
  const rows = names.map((name) => binned(arms[name]!, width))
  const most = Math.max(...rows.flat().map((value) => value ?? 0)) || 1
  const head = ['share', ...groups].map((group) => oneLine(group, VALUE - 1).padStart(VALUE)).join('')
  const values = (name: string) =>
    [arms[name]!, ...groups.map((group) => others[`${group}/${name}`])]
      .map((series) => last(series).padStart(VALUE))
      .join('')
  const legend = SHADES.slice(1).map((shade, i) => `${shade} to ${short((most * (i + 1)) / 4)}`)
  return [
    paint('dim', `${INDENT}${''.padEnd(label)}  ${''.padEnd(width)}${head}`.trimEnd()),
    ...names.map((name, i) => {
      const cells = rows[i]!.map((value) => shadeOf(value, most)).join('')
      return `${INDENT}${oneLine(name, label).padEnd(label)}  ${paint('cyan', cells)}${values(name)}`
    }),
    axis(frame),
    paint('dim', wrap(`${INDENT}share of draws:  ${legend.join('  ')}`, frame.columns)),
    '',
  ]
}

/** Blank only where an arm is all but never drawn: less than a hundredth of what the most drawn one is. */
function shadeOf(value: number | null, most: number): string {
  if (value === null || value < most / 100) return SHADES[0]!
  return SHADES[Math.min(SHADES.length - 1, Math.ceil((value / most) * (SHADES.length - 1)))]!
}

function dimensionLines(name: string, mean: Series, spread: Series, frame: Frame): string[] {
  const { label, width, paint } = frame
  const [means, spreads] = [binned(mean, width), binned(spread, width)]
  const ends = means.flatMap((value, i) => (value === null ? [] : [value - spreads[i]!, value + spreads[i]!]))
  const [low, high] = [Math.min(...ends), Math.max(...ends)]
  const rowOf = (value: number) =>
    high > low ? Math.round(((high - value) / (high - low)) * (HEIGHT - 1)) : Math.floor(HEIGHT / 2)
  const cell = (row: number, i: number) => {
    const centre = means[i]
    if (centre == null) return ' '
    if (rowOf(centre) === row) return '█'
    return row >= rowOf(centre + spreads[i]!) && row <= rowOf(centre - spreads[i]!) ? '░' : ' '
  }
  return [
    `${INDENT}${oneLine(name, label).padEnd(label)}  ${paint('dim', oneLine(`last ${last(mean)} ± ${last(spread)}; █ mean, ░ a spread to either side`, width))}`,
    ...Array.from({ length: HEIGHT }, (_, row) => {
      const mark = row === 0 ? short(high) : row === HEIGHT - 1 ? short(low) : ''
      const cells = means
        .map((_, i) => cell(row, i))
        .join('')
        .trimEnd()
      return `${INDENT}${paint('dim', mark.padStart(label))}  ${paint('cyan', cells)}`
    }),
    axis(frame),
    '',
  ]
}

function otherLines(course: Course, frame: Frame): string[] {
  const { label, width, paint } = frame
  const names = plainOthers(course)
  if (names.length === 0) return []
  return [
    ...names.map((name) => {
      const values = course.others[name]!.filter((value) => value !== null)
      const line = paint('magenta', sparkline(values, width).padEnd(width))
      return `${INDENT}${oneLine(name, label).padEnd(label)}  ${line}${last(values).padStart(VALUE)}`
    }),
    '',
  ]
}

/** Writes the first step and the last below the ends of a picture. */
function axis({ label, width, steps, paint }: Frame): string {
  const [from, to] = [`step ${steps[0]}`, `${steps.at(-1)}`]
  const gap = ' '.repeat(Math.max(1, width - from.length - to.length))
  return paint('dim', `${INDENT}${''.padEnd(label)}  ${from}${gap}${to}`)
}

/** Averages a series over as many columns, or repeats its values where it is shorter. */
function binned(series: Series, columns: number): (number | null)[] {
  return Array.from({ length: columns }, (_, i) => {
    const begin = Math.floor((i * series.length) / columns)
    const end = Math.max(begin + 1, Math.floor(((i + 1) * series.length) / columns))
    const values = series.slice(begin, end).filter((value) => value !== null)
    return values.length === 0 ? null : average(values)
  })
}

function last(series: Series | undefined): string {
  const value = series?.findLast((each) => each !== null)
  return value == null ? '' : short(value)
}

/** Writes a number in at most seven characters: a picture is not more precise. */
function short(value: number): string {
  const size = Math.abs(value)
  if (size >= 1e5 || (size > 0 && size < 0.005)) return value.toExponential(0)
  return Number.isInteger(value) || size >= 1000 ? String(Math.round(value)) : value.toFixed(2)
}
