export { describeGame } from './game.ts'
