const fakes = new URL('../scenario/fakes.ts', import.meta.url).href

/** A scenario's file that is broken at one place, in one way, and how the last line that is told of it begins. */
export interface BrokenScenario {
  readonly name: string
  readonly text: string
  readonly told: RegExp
}

/** Where a user's code runs, as what is put over the coin's plan; FAULT stands for what is done there. */
const PLACES: Readonly<
  Record<string, { readonly parts: string; readonly named: string; readonly waits: boolean }>
> = {
  import: { parts: '', named: 'import of|cannot be loaded', waits: true },
  build: { parts: '...(FAULT)', named: 'build|cannot be built', waits: false },
  model: { parts: 'models: { coin: () => FAULT }', named: "the model 'coin'", waits: true },
  'learner factory': {
    parts: 'learners: { coin: () => FAULT }',
    named: "the learner of 'coin'",
    waits: true,
  },
  next: { parts: 'work: { ...ladder, next: () => FAULT }', named: 'next of the work', waits: false },
  sessions: {
    parts: 'work: { ...ladder, next: () => ({ kind: { ...toss, play: () => FAULT }, sessions: 2 }) }',
    named: "the sessions of 'toss'",
    waits: true,
  },
  learn: {
    parts: 'learners: { coin: (coin) => ({ ...createNudge(coin), learn: () => FAULT }) }',
    named: "the learner of 'coin'",
    waits: true,
  },
  update: { parts: 'work: { ...ladder, update: () => FAULT }', named: 'update of the work', waits: false },
  metrics: { parts: 'work: { ...ladder, metrics: () => FAULT }', named: 'metrics of the work', waits: false },
  state: { parts: 'work: { ...ladder, state: () => FAULT }', named: 'state of the work', waits: false },
  save: { parts: 'work: { ...ladder, save: () => FAULT }', named: 'save of the work', waits: true },
  'save of a learner': {
    parts: 'learners: { coin: (coin) => ({ ...createNudge(coin), save: () => FAULT }) }',
    named: "saving the learner of 'coin'",
    waits: true,
  },
  evaluate: {
    parts: 'evaluate: [{ ...regret, evaluate: () => FAULT }]',
    named: 'the evaluation of nashConv',
    waits: true,
  },
}

/** What is done there, as an expression; `waits`: it can only be done where a promise is waited for. */
const FAULTS: Readonly<Record<string, { readonly does: string; readonly waits: boolean }>> = {
  'throws an error': { does: "fail(new Error('boom'))", waits: false },
  'throws an error of many lines': {
    does: "fail(new TypeError('boom\\n\\n  and more\\u001b[2J'))",
    waits: false,
  },
  'throws null': { does: 'fail(null)', waits: false },
  'throws what cannot be shown': { does: 'fail(Object.create(null))', waits: false },
  'calls what is not there': { does: 'undefined.method()', waits: false },
  'recurses for ever': { does: '(function again() { return [again()] })()', waits: false },
  'calls process.exit': { does: 'process.exit(0)', waits: false },
  'calls process.exit with a code': { does: 'process.exit(3)', waits: false },
  rejects: { does: "Promise.reject(new Error('boom'))", waits: true },
  'rejects with nothing': { does: 'Promise.reject()', waits: true },
  'never settles': { does: 'new Promise(() => {})', waits: true },
  'rejects beside it': {
    does: "(void Promise.reject(new Error('boom')), new Promise((settle) => setTimeout(settle, 500)))",
    waits: true,
  },
  'throws from a timer': {
    does: "(setTimeout(() => fail(new Error('boom'))), new Promise((settle) => setTimeout(settle, 500)))",
    waits: true,
  },
}

/** Lists every fault at every place where it can be. */
export function brokenScenarios(): BrokenScenario[] {
  return Object.entries(PLACES).flatMap(([place, { parts, named, waits }]) =>
    Object.entries(FAULTS).flatMap(([fault, { does, waits: needs }]) => {
      if (needs && !waits) return []
      const text = `
        import { coinScenario, createLadder, createNudge, regret, toss } from '${fakes}'
        const fail = (error) => { throw error }
        const ladder = createLadder()
        ${place === 'import' ? `await (${does})` : ''}
        export default {
          ...coinScenario,
          build: (...args) => ({ ...coinScenario.build(...args), checkpointEvery: 1, steps: 2, ${parts.replace('FAULT', does)} }),
        }`
      return [{ name: `${place} ${fault}`, text, told: new RegExp(`^coevo: .*(?:${named})`) }]
    }),
  )
}
