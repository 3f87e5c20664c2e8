import { describe, expect, test } from 'vitest'
import { type Attributes, TARGETS, type TargetId } from '../core/targets.ts'
import { chooseTarget, labelsFromAttributes } from './choose-target.ts'
import { INVALID_LABEL, type StoredLabels } from './labels.ts'

const NOTHING: Attributes = { redshift: null, deltaZ: null, status: null, logEvidence: null, flag: null }
const FILE = 'all.arrow, column X'

/** Objects with some attributes. */
function objects(...rows: readonly Partial<Attributes>[]): Attributes[] {
  return rows.map((row) => ({ ...NOTHING, ...row }))
}

function indices(...values: number[]): StoredLabels {
  return { file: 'Y', rows: values.length, form: 'index', values: Float64Array.from(values) }
}

function names(...values: (string | null)[]): StoredLabels {
  return { file: 'Y', rows: values.length, form: 'name', values }
}

/** The same in every split. */
function everywhere<T>(value: T) {
  return { train: value, validation: value, test: value }
}

function choose(
  wanted: TargetId | null,
  stored: Parameters<typeof chooseTarget>[1],
  attributes: Parameters<typeof chooseTarget>[2],
) {
  const { target, finding } = chooseTarget(wanted, stored, attributes, FILE)
  return [target, finding === null ? null : `${finding.severity} ${finding.code}: ${finding.message}`]
}

const FULL = objects(
  { deltaZ: 1e-4, status: 'success', flag: 1 },
  { deltaZ: -0.5, status: 'success', flag: 2.5 },
  { deltaZ: 1e-4, status: 'mismatch', flag: 9 },
  { deltaZ: 0.25, status: 'spurious', flag: 4 },
)

describe('with labels in every split', () => {
  test('what was asked for counts, without a word', () => {
    expect(choose('Success2', everywhere(indices(0, 1)), everywhere(null))).toEqual(['Success2', null])
  })

  test('else the labels tell, said', () => {
    expect(choose(null, everywhere(names('Flag 1', 'Flags 2 & 9')), everywhere(null))).toEqual([
      'Flag3',
      'info target-inferred: No folder names the target. Flag3 is assumed: its class names are those of the labels.',
    ])
    expect(choose(null, everywhere(indices(0, 1, 0, 1)), everywhere(FULL))).toEqual([
      'DeltaZ',
      'info target-inferred: No folder names the target. DeltaZ is assumed: its rule gives 100.0 % of the labels from the attributes.',
    ])
  })

  test('labels that are no class count neither for nor against a target', () => {
    expect(choose(null, everywhere(indices(0, 1, -1, 0.5)), everywhere(FULL))[0]).toBe('DeltaZ')
    expect(choose(null, everywhere(names('Success', null, 'Mismatch', '')), everywhere(null))[0]).toBe(
      'Success3',
    )
    expect(() => choose(null, everywhere(names(null, null)), everywhere(null))).toThrow(
      'Y: the labels fit no target. Found null.',
    )
  })

  test('labels of several targets are refused', () => {
    expect(() => choose(null, everywhere(indices(0, 1)), everywhere(null))).toThrow(
      "Y: the labels fit DeltaZ and Success2, and neither a folder's name nor the attributes tell which target it is.",
    )
  })
})

describe('without labels', () => {
  const none = everywhere(null)

  test.each<[TargetId, string]>([
    ['DeltaZ', 'DeltaZ'],
    ['Success2', 'status'],
    ['Success3', 'status'],
    ['Flag3', 'flag'],
    ['Flag', 'flag'],
  ])('%s when it is asked for', (target, attribute) => {
    expect(choose(target, none, everywhere(FULL))).toEqual([
      target,
      `info labels-from-attributes: There are no labels: the classes of ${target} follow from ${attribute} in the attributes.`,
    ])
  })

  test('else the first that the attributes allow; the others are named', () => {
    expect(choose(null, none, everywhere(FULL))).toEqual([
      'DeltaZ',
      'info labels-from-attributes: There are no labels: the classes of DeltaZ follow from DeltaZ in the attributes. Success2, Success3, Flag3 and Flag can be chosen as well.',
    ])
    expect(choose(null, none, everywhere(objects({ flag: 3 })))).toEqual([
      'Flag3',
      'info labels-from-attributes: There are no labels: the classes of Flag3 follow from flag in the attributes. Flag can be chosen as well.',
    ])
    expect(choose(null, none, everywhere(objects({ deltaZ: 0 }, {})))).toEqual([
      'DeltaZ',
      'info labels-from-attributes: There are no labels: the classes of DeltaZ follow from DeltaZ in the attributes.',
    ])
  })

  test('an attribute that gives no class anywhere does not count', () => {
    const useless = objects({ deltaZ: Number.NaN, status: 'unknown', flag: 7 })
    expect(choose(null, none, everywhere([...useless, ...objects({ flag: 4 })]))[0]).toBe('Flag3')
    expect(() => choose(null, none, everywhere(useless))).toThrow(
      `${FILE}: there are no labels, and no deltaZ, status or flag in the attributes that gives classes.`,
    )
  })

  test('refused where the attribute is missing, with what there is', () => {
    const hint = 'Add labels, add that attribute, or choose another target.'
    const refusal = (wanted: TargetId | null, attributes: readonly Attributes[] | null) => {
      try {
        choose(wanted, none, everywhere(attributes))
      } catch (thrown) {
        return thrown
      }
      throw new Error('Expected a refusal')
    }
    expect(refusal('Flag', objects({ deltaZ: 1, status: 'success' }))).toMatchObject({
      code: 'bad-input',
      message: `${FILE}: there are no labels, and no flag in the attributes that gives the classes of Flag. The attributes allow DeltaZ, Success2 and Success3.`,
      hint,
    })
    expect(refusal('DeltaZ', null)).toMatchObject({
      code: 'bad-input',
      message: `${FILE}: there are no labels, and no deltaZ in the attributes that gives the classes of DeltaZ.`,
      hint,
    })
    expect(refusal(null, null)).toMatchObject({
      code: 'bad-input',
      message: `${FILE}: there are no labels, and no deltaZ, status or flag in the attributes that gives classes.`,
      hint,
    })
  })
})

describe('labels in some splits only', () => {
  const attributes = everywhere(FULL)

  test('the labels that there are tell the target, and the attributes give the rest', () => {
    const stored = { train: indices(0, 0, 1, 1), validation: indices(0, 0, 1, 1), test: null }
    expect(choose(null, stored, attributes)).toEqual([
      'Success2',
      'info labels-from-attributes: There are no labels in TEST: the classes of Success2 follow from status in the attributes. No folder names the target. Success2 is assumed: its rule gives 100.0 % of the labels from the attributes.',
    ])
    const only = { train: null, validation: names('Flag 9', 'Flag 2'), test: null }
    expect(choose(null, only, attributes)).toEqual([
      'Flag',
      'info labels-from-attributes: There are no labels in TRAIN and TEST: the classes of Flag follow from flag in the attributes. No folder names the target. Flag is assumed: its class names are those of the labels.',
    ])
  })

  test('what was asked for counts', () => {
    const stored = { train: indices(0, 1), validation: null, test: null }
    expect(choose('Flag3', stored, attributes)).toEqual([
      'Flag3',
      'info labels-from-attributes: There are no labels in VALID and TEST: the classes of Flag3 follow from flag in the attributes.',
    ])
  })

  test('refused where the attributes of the others do not have it', () => {
    const stored = { train: names('Success', 'Mismatch'), validation: null, test: null }
    const rest = { train: FULL, validation: objects({ deltaZ: 1 }), test: objects({ flag: 1 }) }
    expect(() => choose(null, stored, rest)).toThrow(
      `${FILE}: there are no labels in VALID and TEST, and no status in the attributes that gives the classes of Success3. The attributes allow DeltaZ, Flag3 and Flag.`,
    )
  })
})

describe('classes from attributes', () => {
  test.each<[TargetId, number[]]>([
    ['DeltaZ', [0, 1, 0, 1, INVALID_LABEL]],
    ['Success2', [0, 0, 1, 1, INVALID_LABEL]],
    ['Success3', [0, 0, 2, 1, INVALID_LABEL]],
    ['Flag3', [0, 1, 1, 2, INVALID_LABEL]],
    ['Flag', [1, 2, 0, 4, INVALID_LABEL]],
  ])('%s', (target, labels) => {
    expect([...labelsFromAttributes(TARGETS[target], [...FULL, NOTHING])]).toEqual(labels)
  })
})
