import type {
  AnyMachineSnapshot,
  AnyStateMachine,
  AnyStateNode,
  AnyTransitionDefinition,
  StateValue,
} from 'xstate'

type Action = AnyStateNode['entry'][number]

type Invoked = AnyStateNode['invoke'][number]

/** One thing to do when a transition is taken. */
export type Operation =
  | { readonly kind: 'action'; readonly action: Action }
  | { readonly kind: 'invoke'; readonly id: string; readonly source: string; readonly input: unknown }
  | { readonly kind: 'stop'; readonly id: string }

/** What taking a transition means: worked out once, it depends on nothing but the state it starts from. */
export interface Plan {
  readonly operations: readonly Operation[]
  /** What a snapshot says of the active states afterwards; null when they stay as they are. */
  readonly after: Pick<AnyMachineSnapshot, 'value' | 'tags' | '_nodes'> | null
}

/** True for a machine whose active states are always one line from the root to a leaf that is not final. */
export function isLinear(machine: AnyStateMachine): boolean {
  const check = ({ type, states, invoke }: AnyStateNode): boolean =>
    (type === 'atomic' || type === 'compound') &&
    invoke.every(
      (each: { onSnapshot?: unknown; systemId?: unknown }) => !each.onSnapshot && !each.systemId,
    ) &&
    Object.values(states).every(check)
  return check(machine.root)
}

/**
 * Works out a transition from a line of active states: what is left, done and entered, in this order.
 *
 * Source: State Chart XML, appendix D (computeExitSet, computeEntrySet), without parallel states and
 * history, and with XState's rule that a transition to the inside does not leave its source.
 */
export function planTransition(transition: AnyTransitionDefinition, active: readonly AnyStateNode[]): Plan {
  const source: AnyStateNode = transition.source
  const actions = transition.actions.map(asOperation)
  const target: AnyStateNode | undefined = transition.target?.[0]
  if (target === undefined) return { operations: actions, after: null }
  const domain = domainOf(source, target, transition.reenter)
  const left = active.filter(
    (state) => isInside(state, domain) || (transition.reenter && state === source && source === domain),
  )
  const byDefault = [target, ...initialPath(target)]
  const states = [...pathTo(target), ...byDefault.slice(1)]
  const outermost = transition.reenter && source.parent === undefined ? undefined : domain
  const entered = states.filter((state) => {
    if (state === target) return target !== source || source !== domain || transition.reenter
    return byDefault.includes(state) || (target !== domain && isInside(state, outermost))
  })
  return {
    operations: [
      ...left.toReversed().flatMap(leave),
      ...actions,
      ...entered.flatMap((state) => enter(state, byDefault.includes(state))),
    ],
    after: left.length === 0 && entered.length === 0 ? null : describe(states),
  }
}

function leave({ exit, invoke }: AnyStateNode): Operation[] {
  return [...exit.map(asOperation), ...invoke.map(({ id }: Invoked): Operation => ({ kind: 'stop', id }))]
}

function enter({ entry, invoke, initial }: AnyStateNode, byDefault: boolean): Operation[] {
  const begin = ({ id, src, input }: Invoked): Operation => ({
    kind: 'invoke',
    id,
    source: src as string,
    input,
  })
  return [
    ...entry.map(asOperation),
    ...invoke.map(begin),
    ...(byDefault ? (initial as AnyTransitionDefinition).actions.map(asOperation) : []),
  ]
}

const asOperation = (action: Action): Operation => ({ kind: 'action', action })

/** Says which states are active, the outermost first; the value is 'leaf', or { outer: 'leaf' }. */
function describe(states: AnyStateNode[]): NonNullable<Plan['after']> {
  const [leaf, ...outer] = states.slice(1).toReversed()
  const value = outer.reduce((inner: StateValue, { key }) => ({ [key]: inner }), leaf?.key ?? {})
  return { value, tags: new Set(states.flatMap(({ tags }) => tags)), _nodes: states }
}

/** The innermost state that a transition stays in; undefined when it leaves the root too. */
function domainOf(source: AnyStateNode, target: AnyStateNode, reenter: boolean): AnyStateNode | undefined {
  if (!reenter && (target === source || isInside(target, source))) return source
  const common = pathTo(target)
    .slice(0, -1)
    .findLast((state) => isInside(source, state))
  return common ?? (reenter ? undefined : source.machine.root)
}

function isInside(state: AnyStateNode, outer: AnyStateNode | undefined): boolean {
  return outer === undefined || (state !== outer && pathTo(state).includes(outer))
}

/** A state with all that hold it, the outermost first. */
function pathTo(state: AnyStateNode): AnyStateNode[] {
  return state.parent === undefined ? [state] : [...pathTo(state.parent), state]
}

/** The states that entering this one enters by default. */
function initialPath(state: AnyStateNode): AnyStateNode[] {
  const [initial] = state.type === 'compound' ? state.initial.target : []
  return initial === undefined ? [] : [initial, ...initialPath(initial)]
}
