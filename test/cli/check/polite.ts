import { greetingSystem } from './greeting.ts'

export default greetingSystem({ patient: false })
