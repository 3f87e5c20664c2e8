import { describe, expect, test } from 'vitest'
import { TARGETS } from '../../core/targets.ts'
import { AS_GIVEN, appliedFixture, CARD } from './applied.fixture.ts'
import { appliedRows, probabilityNames } from './rows.ts'

describe('names of probabilities', () => {
  test.each([
    [TARGETS.DeltaZ.classes, ['p_deltaz_lt_1e_3', 'p_deltaz_ge_1e_3']],
    [TARGETS.Success2.classes, ['p_success', 'p_spurious_mismatch']],
    [TARGETS.Success3.classes, ['p_success', 'p_spurious', 'p_mismatch']],
    [TARGETS.Flag3.classes, ['p_flag_1', 'p_flags_2_9', 'p_flags_3_4']],
    [TARGETS.Flag.classes, ['p_flag_9', 'p_flag_1', 'p_flag_2', 'p_flag_3', 'p_flag_4']],
    [
      ['Äther ≤ 1', 'a>b', '銀', ''],
      ['p_ather_le_1', 'p_a_gt_b', 'p_class_2', 'p_class_3'],
    ],
    [
      ['A', 'a', 'a!', 'a 2'],
      ['p_a', 'p_a_2', 'p_a_3', 'p_a_2_2'],
    ],
  ])('%j', (classes, names) => {
    expect(probabilityNames(classes)).toEqual(names)
  })
})

describe('rows', () => {
  test('a row without an answer', () => {
    const row = [...appliedRows(appliedFixture(), AS_GIVEN)][3]!
    expect(row).toMatchObject({ row: 3, classIndex: -1, className: '', confidence: Number.NaN })
    expect([...row.probabilities]).toEqual([Number.NaN, Number.NaN])
  })

  test('the class is that of the highest logit where probabilities are equal in float64, the first of equal logits', () => {
    const logits = Float32Array.of(1000, 1000.0625, 1, 1)
    const applied = { ...appliedFixture(null, 2), logits }
    const rows = [...appliedRows(applied, { temperature: 1e20, kept: null })]
    expect(rows.map(({ classIndex, confidence }) => [classIndex, confidence])).toEqual([
      [1, 0.5],
      [0, 0.5],
    ])
  })

  test('kept ones reach the threshold, and none does without an answer', () => {
    // softmax of ln 3 and 0: 0.75 of class 0
    const logits = Float32Array.of(Math.log(3), 0, 0, 0, 0, Math.log(3), Number.NaN, Number.NaN)
    const applied = { ...appliedFixture(null, 4), logits }
    const keptOf = (classIndex: number, threshold: number) =>
      [...appliedRows(applied, { temperature: null, kept: { classIndex, threshold } })].map(
        ({ kept }) => kept,
      )
    expect(keptOf(0, 0.5)).toEqual([true, true, false, false])
    expect(keptOf(1, 0.6)).toEqual([false, false, true, false])
    expect(keptOf(0, 0)).toEqual([true, true, true, false])
    expect([...appliedRows(applied, AS_GIVEN)].map(({ kept }) => kept)).toEqual([false, false, false, false])
  })

  test('files and rows in them, over more rows than are made at a time', () => {
    const rows = [...appliedRows(appliedFixture(null, 9000), AS_GIVEN)]
    expect(rows).toHaveLength(9000)
    expect(rows.map(({ row }) => row)).toEqual(Array.from({ length: 9000 }, (_, row) => row))
    expect(rows[6750]).toMatchObject({
      file: 'später/b&w.fits',
      fileRow: 0,
      id: null,
      className: CARD.classes[1],
    })
  })
})
