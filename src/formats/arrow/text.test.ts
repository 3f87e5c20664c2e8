import { Utf8, Utf8View } from 'apache-arrow/type'
import { expect, test } from 'vitest'
import { parseDtype } from '../numpy-dtype.ts'
import { bytesSource } from '../source.ts'
import { readDictionaryColumn } from './dictionary.ts'
import type { FieldPart } from './fields.ts'
import { readText } from './text.ts'

const TITLE = 'x.arrow, column status'

/** A part of a column over buffers that lie one after the other. */
function lay(rows: number, buffers: readonly (readonly number[] | Int32Array)[]) {
  const bytes: number[] = []
  const regions = buffers.map((buffer) => {
    const start = bytes.length
    bytes.push(...(buffer instanceof Int32Array ? new Uint8Array(buffer.buffer) : buffer))
    return { start, end: bytes.length }
  })
  const nodes = [{ length: rows, nullCount: 0 }]
  const part: FieldPart = { rows, nodes, regions, codec: null, dictionaries: new Map() }
  return { part, source: bytesSource(Uint8Array.from(bytes), 'x.arrow') }
}

test.each([
  ['is not UTF-8', [0, 1], [0xff], 'its text is not UTF-8'],
  ['goes back', [2, 1], [65, 66], 'text goes from byte 2 to 1'],
  ['starts before its buffer', [-1, 1], [65], 'text goes from byte 0 to -1'],
  ['ends behind its buffer', [0, 3], [65, 66], 'a buffer has 2 bytes; its rows need 3'],
])('text that %s is refused', async (_, offsets, text, reason) => {
  const { part, source } = lay(1, [[], Int32Array.from(offsets), text])
  await expect(readText(source, part, new Utf8(), TITLE)).rejects.toThrow(`${TITLE} is damaged: ${reason}`)
})

test.each([
  ['buffer', [13, 0, 1, 0]],
  ['start', [13, 0, 0, 8]],
  ['negative start', [13, 0, 0, -1]],
  ['length', [-5, 0, 0, 0]],
])('a view with a wrong %s is refused', async (_, view) => {
  const { part, source } = lay(1, [[], Int32Array.from(view), new Array<number>(20).fill(65)])
  await expect(readText(source, part, new Utf8View(), TITLE)).rejects.toThrow(
    `${TITLE} is damaged: the text of row 0 lies outside its buffers`,
  )
})

test('views of one text may not become more text than can be held', async () => {
  const rows = 70_000
  const views = new Int32Array(4 * rows)
  for (let row = 0; row < rows; row++) views[4 * row] = 10_000
  const bytes = new Uint8Array(views.byteLength + 10_000)
  bytes.set(new Uint8Array(views.buffer))
  const regions = [
    { start: 0, end: 0 },
    { start: 0, end: views.byteLength },
    { start: views.byteLength, end: bytes.length },
  ]
  const part: FieldPart = { ...lay(rows, []).part, regions }
  await expect(readText(bytesSource(bytes, 'x.arrow'), part, new Utf8View(), TITLE)).rejects.toThrow(
    `${TITLE} with the shape (70000,) takes 700,010,000 bytes; expected at most 536,870,912`,
  )
})

test('an index outside its dictionary is refused', async () => {
  const { part, source } = lay(2, [[], Int32Array.of(0, 5)])
  const dictionary = lay(1, [[], Int32Array.of(0, 1), [65]])
  const shift = part.regions[1]!.end
  const bytes = Uint8Array.from([
    ...(await source.slice(0, shift)),
    ...(await dictionary.source.slice(0, dictionary.source.byteLength)),
  ])
  const plan = {
    rows: 1,
    nodes: dictionary.part.nodes,
    regions: dictionary.part.regions.map(({ start, end }) => ({ start: start + shift, end: end + shift })),
    codec: null,
    variadicCounts: [],
  }
  const column = {
    title: TITLE,
    file: 'x.arrow',
    id: 3,
    indexType: parseDtype('<i4', ''),
    valueType: new Utf8(),
    version: 4,
    parts: [{ ...part, dictionaries: new Map([[3, [plan]]]) }],
  }
  await expect(readDictionaryColumn(bytesSource(bytes, 'x.arrow'), column)).rejects.toThrow(
    `${TITLE} is damaged: row 1 has the index 5 in a dictionary of 1`,
  )
})
