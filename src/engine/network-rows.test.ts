import { describe, expect, test } from 'vitest'
import type { SplitData } from '../data/dataset.ts'
import { flooredReader, memoryRows } from '../data/row-reader.ts'
import { rowsForNetwork } from './network-rows.ts'

const NONE = Number.NEGATIVE_INFINITY
const DATA: SplitData = {
  fingerprint: '',
  x: flooredReader(memoryRows('X', Float32Array.of(-1, NONE, -3, NONE), 2), -7, true),
  objects: Uint32Array.of(0, 1),
  labels: Uint8Array.of(0, 1),
  attributes: null,
}

async function valuesOf({ x }: SplitData): Promise<number[]> {
  const out = new Float32Array(4)
  await x.read(0, 2, out)
  return [...out]
}

describe('-inf', () => {
  test.each([
    ['the floor of the network', { floor: -4000, input: 'logPDF' }, -4000],
    ['the floor of the network, for PDF as well', { floor: -20, input: 'PDF' }, -20],
    ['the floor of the data where the network tells none', { floor: null, input: 'logPDF' }, -7],
    ['p = 0 for an imported network of PDF', { floor: null, input: 'PDF' }, NONE],
  ] as const)('is read as %s', async (_, card, floor) => {
    expect(await valuesOf(rowsForNetwork(DATA, card, { floor: -7 }))).toEqual([-1, floor, -3, floor])
  })

  test('after a run the split stays what it is, with what it keeps in memory', () => {
    expect(rowsForNetwork(DATA, { floor: -7, input: 'logPDF' }, { floor: -7 })).toBe(DATA)
  })
})
