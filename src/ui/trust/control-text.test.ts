import { describe, expect, test } from 'vitest'
import { advantageOf, verdictText } from './control-text.ts'
import { scoreRows } from './score-rows.ts'

const LABELS = Uint8Array.of(0, 0, 1, 1, 1)
/** right on rows 0, 1, 2 */
const NETWORK = Float64Array.of(0.9, 0.1, 0.8, 0.2, 0.3, 0.7, 0.6, 0.4, 0.9, 0.1)
/** right on rows 0, 3 */
const CONTROL = Float64Array.of(0.9, 0.1, 0.2, 0.8, 0.7, 0.3, 0.4, 0.6, 0.8, 0.2)
const SAMPLE = { network: NETWORK, control: CONTROL, labels: LABELS, classes: 2 }

describe('rows by who has them right', () => {
  test('are counted', () => {
    expect(advantageOf(SAMPLE)).toEqual({ rows: 5, bothRight: 1, onlyNetwork: 2, onlyControl: 1, p: 1 })
  })

  test('only those that both can judge', () => {
    const network = NETWORK.slice().fill(Number.NaN, 2, 4)
    const control = CONTROL.slice().fill(Number.NaN, 6, 8)
    expect(advantageOf({ ...SAMPLE, network, control })).toEqual({
      rows: 3,
      bothRight: 1,
      onlyNetwork: 1,
      onlyControl: 0,
      p: 1,
    })
  })

  test('are none without a control', () => {
    expect(advantageOf({ ...SAMPLE, control: null })).toBeNull()
  })
})

describe('the verdict', () => {
  const SCORES = {
    rows: 100,
    accuracy: 0.8,
    logLoss: 0.5,
    brier: 0.2,
    ece: 0.05,
    auc: 0.9,
    averagePrecision: 0.9,
  }
  const ADVANTAGE = { rows: 100, bothRight: 60, onlyNetwork: 30, onlyControl: 10, p: 0.0022 }
  const verdict = (only: [number, number], auc: number) =>
    verdictText(
      { ...ADVANTAGE, onlyNetwork: only[0], onlyControl: only[1] },
      'the control',
      scoreRows(SCORES, { ...SCORES, logLoss: 0.45, brier: 0.21, ece: 0.04, auc }),
      'Success',
    )

  test('where ranking and rows agree it is not about the ranking', () => {
    expect(verdict([30, 10], 0.85)).toBe(
      'On these rows the network does better than the control: 90.0\u00A0% right against 70.0\u00A0%, more than chance explains (McNemar p = 0.0022). Of the 6 scores, the network is better in 2 and the control in 2.',
    )
    expect(verdict([10, 30], 0.95)).not.toContain('AUC')
    expect(verdict([30, 10], 0.900_01)).not.toContain('AUC')
    expect(verdict([30, 10], Number.NaN)).not.toContain('AUC')
  })

  test('none is said in words', () => {
    const worse = {
      ...SCORES,
      accuracy: 0.9,
      logLoss: 0.4,
      brier: 0.1,
      ece: 0.01,
      auc: 1,
      averagePrecision: 1,
    }
    expect(verdictText(ADVANTAGE, 'the control', scoreRows(SCORES, worse), 'Success')).toMatch(
      / Of the 6 scores, the network is better in none and the control in 6\.$/,
    )
  })

  test.each<[[number, number], number, string]>([
    [
      [30, 10],
      0.95,
      'But its probabilities rank Success above the rest less well (AUC 0.9000 against 0.9500).',
    ],
    [[10, 30], 0.85, 'But its probabilities rank Success above the rest better (AUC 0.9000 against 0.8500).'],
    [[20, 20], 0.95, 'Its probabilities rank Success above the rest less well (AUC 0.9000 against 0.9500).'],
    [[20, 20], 0.85, 'Its probabilities rank Success above the rest better (AUC 0.9000 against 0.8500).'],
  ])('where %j rows and AUC %d of the control disagree it names both', (only, auc, text) => {
    expect(verdict(only, auc)).toContain(`(McNemar p = 0.0022). ${text} Of the 6 scores,`)
  })
})
