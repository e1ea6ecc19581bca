import { BinaryWriter } from '@bufbuild/protobuf/wire'
import type { Shape } from './shape.ts'
import type { Attribute, DType } from './tensor.ts'

/** The parts of an ONNX model that `encodeModel` writes (onnx.proto, IR version 10). */
export interface OnnxNode {
  readonly name: string
  readonly type: string
  readonly domain: string
  /** '' for an optional input that is left out. */
  readonly inputs: readonly string[]
  readonly outputs: readonly string[]
  readonly attributes: Readonly<Record<string, Attribute>>
}

export interface OnnxValue {
  readonly name: string
  readonly dtype: DType
  readonly shape: Shape
}

export interface OnnxInitializer {
  readonly name: string
  readonly dtype: DType
  readonly shape: readonly number[]
  /** Little-endian. */
  readonly bytes: Uint8Array
}

export interface OnnxGraph {
  readonly nodes: readonly OnnxNode[]
  readonly initializers: readonly OnnxInitializer[]
  readonly inputs: readonly OnnxValue[]
  readonly outputs: readonly OnnxValue[]
}

const elementTypes: Readonly<Record<DType, number>> = { float32: 1, int32: 6, int64: 7, bool: 9 }

/** Encodes a graph as the bytes of an ONNX file that imports these operator sets. */
export function encodeModel(
  graph: OnnxGraph,
  opsets: Readonly<Record<string, number>>,
): Uint8Array<ArrayBuffer> {
  const w = new BinaryWriter()
  w.uint32(tag(1, 0)).int64(10)
  text(w, 2, 'coevo')
  message(w, 7, () => writeGraph(w, graph))
  for (const [domain, version] of Object.entries(opsets))
    message(w, 8, () => {
      text(w, 1, domain)
      w.uint32(tag(2, 0)).int64(version)
    })
  return w.finish()
}

function writeGraph(w: BinaryWriter, graph: OnnxGraph): void {
  for (const node of graph.nodes) message(w, 1, () => writeNode(w, node))
  text(w, 2, 'graph')
  for (const { name, dtype, shape, bytes } of graph.initializers)
    message(w, 5, () => {
      packed(w, 1, shape)
      w.uint32(tag(2, 0)).int32(elementTypes[dtype])
      text(w, 8, name)
      w.uint32(tag(9, 2)).bytes(bytes)
    })
  for (const value of graph.inputs) message(w, 11, () => writeValue(w, value))
  for (const value of graph.outputs) message(w, 12, () => writeValue(w, value))
}

function writeNode(w: BinaryWriter, node: OnnxNode): void {
  for (const name of node.inputs) text(w, 1, name)
  for (const name of node.outputs) text(w, 2, name)
  text(w, 3, node.name)
  text(w, 4, node.type)
  for (const [name, attribute] of Object.entries(node.attributes))
    message(w, 5, () => {
      text(w, 1, name)
      writeAttribute(w, attribute)
    })
  text(w, 7, node.domain)
}

function writeAttribute(w: BinaryWriter, attribute: Attribute): void {
  const type = (code: number) => w.uint32(tag(20, 0)).int32(code)
  if ('float' in attribute) {
    w.uint32(tag(2, 5)).float(attribute.float)
    type(1)
  } else if ('int' in attribute) {
    w.uint32(tag(3, 0)).int64(attribute.int)
    type(2)
  } else if ('string' in attribute) {
    text(w, 4, attribute.string)
    type(3)
  } else if ('floats' in attribute) {
    w.uint32(tag(7, 2)).fork()
    for (const value of attribute.floats) w.float(value)
    w.join()
    type(6)
  } else {
    packed(w, 8, attribute.ints)
    type(7)
  }
}

function writeValue(w: BinaryWriter, { name, dtype, shape }: OnnxValue): void {
  text(w, 1, name)
  message(w, 2, () =>
    message(w, 1, () => {
      w.uint32(tag(1, 0)).int32(elementTypes[dtype])
      message(w, 2, () => {
        for (const dim of shape)
          message(w, 1, () => (typeof dim === 'number' ? w.uint32(tag(1, 0)).int64(dim) : text(w, 2, dim)))
      })
    }),
  )
}

const tag = (field: number, wireType: number) => (field << 3) | wireType

function text(w: BinaryWriter, field: number, value: string): void {
  w.uint32(tag(field, 2)).string(value)
}

function packed(w: BinaryWriter, field: number, values: readonly number[]): void {
  w.uint32(tag(field, 2)).fork()
  for (const value of values) w.int64(value)
  w.join()
}

function message(w: BinaryWriter, field: number, write: () => void): void {
  w.uint32(tag(field, 2)).fork()
  write()
  w.join()
}
