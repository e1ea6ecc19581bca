import {
  full,
  gather,
  mul,
  reshape,
  scatterAdd,
  stopGradient,
  type Float,
  type Integer,
} from '../tensor/index.ts'
import { batchTensors, type BatchInputs } from './graph.ts'
import type { PairTensors, TurnTensors, Unit, UnitTensors } from './objective.ts'

/**
 * Derives what an objective of a unit reads from the logits of the target rows. logits: [T, V].
 *
 * detachedLogp: [T] as `batchTensors` takes it.
 */
export function unitTensors(
  unit: Unit,
  logits: Float,
  inputs: BatchInputs,
  detachedLogp?: Float,
): UnitTensors[Unit] {
  const rows = batchTensors(logits, inputs, detachedLogp)
  if (unit === 'token') return rows
  const turns = turnTensors(rows, inputs)
  return unit === 'turn' ? turns : pairTensors(turns, inputs)
}

function turnTensors(rows: ReturnType<typeof batchTensors>, inputs: BatchInputs): TurnTensors {
  const { segment, present, segmentLength } = inputs as Required<BatchInputs>
  const [targets] = present.shape as [number]
  const [turns] = segmentLength.shape as [number]
  /** Adds rows up by turn: [T] → [N]. Padding rows belong to a turn too, and add 0. */
  const sums = (x: Float) =>
    reshape(scatterAdd(full([turns, 1], 0), segment, reshape(mul(x, present), [targets, 1])), [turns])
  return {
    logp: sums(rows.logp),
    detachedLogp: stopGradient(sums(rows.detachedLogp)),
    behaviourLogp: sums(rows.behaviourLogp),
    referenceLogp: sums(rows.referenceLogp),
    entropy: sums(rows.entropy),
    length: segmentLength,
    advantage: inputs.advantage,
    pull: inputs.pull,
    weight: inputs.weight,
    turnWeight: inputs.turnWeight,
    tokenWeight: inputs.tokenWeight,
  }
}

function pairTensors(turns: TurnTensors, inputs: BatchInputs): PairTensors {
  const { winner, loser } = inputs as Required<BatchInputs>
  const of = (which: Integer) => ({
    logp: gather(turns.logp, which),
    reference: gather(turns.referenceLogp, which),
    behaviour: gather(turns.behaviourLogp, which),
    length: gather(turns.length, which),
  })
  const [won, lost] = [of(winner), of(loser)]
  return {
    winnerLogp: won.logp,
    loserLogp: lost.logp,
    winnerReferenceLogp: won.reference,
    loserReferenceLogp: lost.reference,
    winnerBehaviourLogp: won.behaviour,
    loserBehaviourLogp: lost.behaviour,
    winnerLength: won.length,
    loserLength: lost.length,
    weight: inputs.weight,
    pairWeight: inputs.pairWeight,
  }
}
