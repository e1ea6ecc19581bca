import type { Message } from 'coevo/bus'
import type { Monitor, Observation, Plain, Watching } from 'coevo/protocol'

/** A state, or what went wrong. */
export type Conduct<State> = State | { readonly wrong: string }

/** A promise that something bad never happens: the first time that it does is remembered. */
export function conduct<M extends Message, State extends number | string | null | Plain>(
  { monitor }: Watching<M>,
  name: string,
  initial: State,
  next: (state: State, seen: Observation<M>) => Conduct<State>,
  hot: (state: State) => boolean = () => false,
): Monitor {
  const isWrong = (state: Conduct<State>): state is { readonly wrong: string } =>
    typeof state === 'object' && state !== null && 'wrong' in state
  return monitor<Conduct<State>>(name, {
    initial,
    next: (state, seen) => (isWrong(state) ? state : next(state, seen)),
    broken: (state) => (isWrong(state) ? state.wrong : null),
    hot: (state) => !isWrong(state) && hot(state),
  })
}
