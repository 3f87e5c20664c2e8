import { describe, expect, test } from 'vitest'
import { advantageOf } from './control-text.ts'

const LABELS = Uint8Array.of(0, 0, 1, 1, 1)
/** right on rows 0, 1, 2 */
const NETWORK = Float64Array.of(0.9, 0.1, 0.8, 0.2, 0.3, 0.7, 0.6, 0.4, 0.9, 0.1)
/** right on rows 0, 3 */
const CONTROL = Float64Array.of(0.9, 0.1, 0.2, 0.8, 0.7, 0.3, 0.4, 0.6, 0.8, 0.2)
const SAMPLE = { network: NETWORK, control: CONTROL, labels: LABELS, classes: 2 }

describe('rows by who has them right', () => {
  test('are counted', () => {
    expect(advantageOf(SAMPLE)).toEqual({ rows: 5, onlyNetwork: 2, onlyControl: 1, p: 1 })
  })

  test('only those that both can judge', () => {
    const network = NETWORK.slice().fill(Number.NaN, 2, 4)
    const control = CONTROL.slice().fill(Number.NaN, 6, 8)
    expect(advantageOf({ ...SAMPLE, network, control })).toEqual({
      rows: 3,
      onlyNetwork: 1,
      onlyControl: 0,
      p: 1,
    })
  })

  test('are none without a control', () => {
    expect(advantageOf({ ...SAMPLE, control: null })).toBeNull()
  })
})
