import { describeModel } from 'coevo/testing'
import { makeModel } from './models.ts'

describeModel('a local model', () => makeModel())
