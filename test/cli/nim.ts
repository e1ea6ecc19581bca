export { nim as default } from '../game/nim.ts'
