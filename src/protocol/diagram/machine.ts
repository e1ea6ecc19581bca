import type { AnyStateMachine, AnyStateNode, AnyTransitionDefinition } from 'xstate'
import { actionName, eventLabel, guardName } from './label.ts'
import { mermaidText } from './text.ts'

/**
 * Draws an XState machine as a Mermaid state diagram.
 *
 * Transitions are labelled 'event [guard] / actions'; an arrow is without what only changes the memory
 * (assign). What a state does while it is entered, left or stayed in, and the actors it invokes, are lines in
 * its box. What holds in all states inside another is drawn at a box 'all of' it.
 */
export function machineDiagram(machine: AnyStateMachine): string {
  const all = withInner(machine.root)
  const ids = new Map(all.map((state, i) => [state, `s${i}`]))
  const id: Id = (state) => ids.get(state)!
  // Regions are drawn side by side inside a state only.
  const declared =
    machine.root.type === 'parallel' ? declare(machine.root, id) : declareInner(machine.root, id)
  const lines = [...declared, ...drawArrows(all.flatMap(transitionsOf), id)]
  return ['stateDiagram-v2', ...lines.map((line) => `  ${line}`)].join('\n')
}

/** What a state is called in the diagram: its key may be what Mermaid would misread. */
type Id = (state: AnyStateNode) => string

const innerOf = (state: AnyStateNode): AnyStateNode[] => Object.values(state.states)

const withInner = (state: AnyStateNode): AnyStateNode[] => [state, ...innerOf(state).flatMap(withInner)]

function transitionsOf({ transitions, always = [] }: AnyStateNode): AnyTransitionDefinition[] {
  return [...always, ...[...transitions.values()].flat()]
}

/** Declares what is inside a state: its states, where it begins, and a box for what holds in all of it. */
function declareInner(outer: AnyStateNode, id: Id): string[] {
  const states = innerOf(outer).map((state) => declare(state, id))
  const begins: readonly AnyStateNode[] = outer.initial?.target ?? []
  const notes = notesOf(outer)
  const common = notes.length > 0 || transitionsOf(outer).some((each) => kindOf(each) === 'from all')
  if (common) states.push(declareBox(allOf(outer, id), `all of ${outer.key}`, notes))
  return [
    ...states.flatMap((lines, i) => (outer.type === 'parallel' && i > 0 ? ['--', ...lines] : lines)),
    ...begins.map((state) => `[*] --> ${id(state)}`),
  ]
}

function declare(state: AnyStateNode, id: Id): string[] {
  if (innerOf(state).length > 0)
    return [
      `state "${mermaidText(state.key)}" as ${id(state)} {`,
      ...declareInner(state, id).map((line) => `  ${line}`),
      '}',
    ]
  const title = state.type === 'history' ? `where ${state.parent?.key} was` : state.key
  const end = state.type === 'final' ? [`${id(state)} --> [*]`] : []
  return [...declareBox(id(state), title, notesOf(state)), ...end]
}

function declareBox(id: string, title: string, notes: readonly string[]): string[] {
  const lines = notes.map((note) => `${id} : ${mermaidText(note, 120)}`)
  return [`state "${mermaidText(title)}" as ${id}`, ...lines]
}

/** The box that stands for all of a state's inner states. */
const allOf = (outer: AnyStateNode, id: Id): string => `all${id(outer)}`

/** What is said of a state in its box. */
function notesOf(state: AnyStateNode): string[] {
  const doing = (when: string, actions: readonly unknown[]) => {
    const names = actions.map(actionName).filter((name) => name !== null)
    return names.length === 0 ? [] : [`${when} / ${names.join(', ')}`]
  }
  return [
    ...doing('entry', state.entry),
    ...doing('exit', state.exit),
    ...state.invoke.map(
      ({ src, id }: { src: unknown; id: string }) => `invokes ${typeof src === 'string' ? src : id}`,
    ),
    ...transitionsOf(state)
      .filter((each) => kindOf(each) === 'line')
      .map((each) =>
        [labelOf(each), ...(each.target ?? []).map(({ key }: AnyStateNode) => `→ ${key}`)].join(' '),
      ),
  ]
}

/**
 * How a transition is drawn: as an arrow from its source; as one from the box for all of its source, when it
 * stays inside; or as a line in a box, when an arrow would have to leave a box and end at the same.
 */
function kindOf({ source, target = [] }: AnyTransitionDefinition): 'arrow' | 'from all' | 'line' {
  const state = source as AnyStateNode
  const targets: readonly AnyStateNode[] = target
  const closed = targets.some(
    (each) => isInside(state, each) || (each === state && innerOf(state).length > 0),
  )
  if (closed || targets.length === 0) return 'line'
  return targets.some((each) => isInside(each, state)) ? 'from all' : 'arrow'
}

function isInside(state: AnyStateNode, outer: AnyStateNode): boolean {
  return state.parent !== undefined && (state.parent === outer || isInside(state.parent, outer))
}

/** Draws one arrow for all transitions between two states: of two arrows to itself Mermaid shows one. */
function drawArrows(transitions: readonly AnyTransitionDefinition[], id: Id): string[] {
  const arrows = new Map<string, string[]>()
  for (const transition of transitions) {
    const kind = kindOf(transition)
    if (kind === 'line') continue
    const { source, target = [] } = transition
    for (const state of target as readonly AnyStateNode[]) {
      const arrow = `${kind === 'arrow' ? id(source) : allOf(source, id)} --> ${id(state)}`
      arrows.set(arrow, [...(arrows.get(arrow) ?? []), mermaidText(labelOf(transition), 160)])
    }
  }
  return [...arrows].map(([arrow, labels]) => `${arrow} : ${labels.join('<br/>')}`)
}

/** 'event [guard] / actions'. */
function labelOf({ source, eventType, guard, actions, target }: AnyTransitionDefinition): string {
  const names = actions.map(actionName).filter((name) => name !== null)
  const done = target === undefined ? names : names.filter((name) => name !== 'assign')
  return [
    eventLabel(eventType, source),
    ...(guard === undefined ? [] : [`[${guardName(guard)}]`]),
    ...(done.length > 0 ? [`/ ${done.join(', ')}`] : target === undefined ? ['/ nothing'] : []),
  ].join(' ')
}
