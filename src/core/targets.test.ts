import { describe, expect, test } from 'vitest'
import fixture from '../../reference/fixtures/preparation.json'
import { deltaZClasses } from './delta-z-classes.ts'
import {
  type Attributes,
  FLAG_ORDER,
  FLAG_ORDER_LOAD_DATASET,
  TARGET_IDS,
  TARGETS,
  type TargetId,
} from './targets.ts'

const NOTHING: Attributes = { redshift: null, deltaZ: null, status: null, logEvidence: null, flag: null }

const OBJECTS: readonly Attributes[] = fixture.deltaZ.map((deltaZ, i) => ({
  ...NOTHING,
  deltaZ: Number(deltaZ),
  status: fixture.statuses[fixture.status[i]!]!,
  flag: Number(fixture.flag[i]),
}))

describe('classes as NumPy works them out by hand', () => {
  test.each(fixture.targets)(
    '$target at $threshold',
    ({ target, threshold, names, classes, counts, unknown }) => {
      const spec = TARGETS[target as TargetId]
      const indices = OBJECTS.map((object) => spec.classOf(object, threshold ?? undefined))
      expect(indices.map((index) => index ?? '.').join('')).toBe(classes)
      expect(counts.map((_, index) => indices.filter((each) => each === index).length)).toEqual(counts)
      expect(indices.filter((index) => index === undefined).length).toBe(unknown)
      expect(names).toEqual(threshold === null ? spec.classes : deltaZClasses(threshold).classes)
    },
  )

  test('all five targets, at 500 objects', () => {
    expect([...new Set(fixture.targets.map(({ target }) => target))]).toEqual(TARGET_IDS)
    expect(OBJECTS.length).toBe(500)
  })
})

test.each(TARGET_IDS)('%s: an absent attribute has no class', (target) => {
  expect(TARGETS[target].classOf(NOTHING)).toBeUndefined()
})

test('DeltaZ is cut at 1e-3 where nothing else is said', () => {
  const classes = [0.000999, 0.001, -0.001].map((deltaZ) => TARGETS.DeltaZ.classOf({ ...NOTHING, deltaZ }))
  expect(classes).toEqual([0, 1, 1])
})

test('the order of the Flag classes is that of processData.py; load_dataset had another one', () => {
  expect(FLAG_ORDER.map((flag) => TARGETS.Flag.classOf({ ...NOTHING, flag: flag + 0.5 }))).toEqual([
    0, 1, 2, 3, 4,
  ])
  expect(FLAG_ORDER.map((flag) => `Flag ${flag}`)).toEqual(TARGETS.Flag.classes)
  expect(FLAG_ORDER_LOAD_DATASET).toEqual([1, 2, 9, 3, 4])
})
