/** How many agents of a role a session has, and what their machines are like. */
export interface RoleRule<State extends string = string> {
  /** 1: one, reached at the role's name. A range, both ends included: several, at 'role-0', 'role-1', … */
  readonly count: 1 | readonly [least: number, most: number]
  /** The states of its machine; of nested ones, the outermost. */
  readonly states: readonly State[]
  /** Those in which it may stay for ever. In any other, something must come to pass. */
  readonly rest: readonly NoInfer<State>[]
}

/** The roles of a protocol, by name. */
export type RoleRules = Readonly<Record<string, RoleRule>>
