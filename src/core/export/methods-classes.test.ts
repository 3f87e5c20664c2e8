import { expect, test } from 'vitest'
import { deltaZClasses } from '../delta-z-classes.ts'
import { DEFAULT_DELTA_Z_THRESHOLD, TARGETS, type TargetId } from '../targets.ts'
import { LATEX, PLAIN } from './dialect.ts'
import { definitionSentences } from './methods-classes.ts'

test.each<[TargetId, string]>([
  [
    'DeltaZ',
    'abs(DeltaZ) is below 1e-3 in the first class, and at or above 1e-3 in the second, where DeltaZ is as given with the data',
  ],
  [
    'Success2',
    'the classes follow the status that AMAZED gave: success in the first class, spurious or mismatch in the second',
  ],
  [
    'Success3',
    'the classes follow the status that AMAZED gave: success in the first class, spurious in the second, mismatch in the third',
  ],
  [
    'Flag3',
    'the classes follow the human flag, rounded down: 1 in the first class, 2 or 9 in the second, 3 or 4 in the third',
  ],
  ['Flag', 'the class of an object is its human flag, rounded down'],
])('%s', (target, rule) => {
  expect(definitionSentences(target, TARGETS[target].labels, PLAIN)).toEqual([
    `By definition of this target, ${rule}.`,
  ])
})

test('the words are those of the rules', () => {
  const nothing = { redshift: null, deltaZ: null, status: null, logEvidence: null, flag: null }
  const { DeltaZ, Success2, Success3, Flag3, Flag } = TARGETS
  const ofDeltaZ = (deltaZ: number) => DeltaZ.classOf({ ...nothing, deltaZ })
  expect([-0.9e-3, DEFAULT_DELTA_Z_THRESHOLD, -1e-3, 5].map(ofDeltaZ)).toEqual([0, 1, 1, 1])
  const statuses = ['success', 'spurious', 'mismatch'].map((status) => ({ ...nothing, status }))
  expect(statuses.map((each) => Success2.classOf(each))).toEqual([0, 1, 1])
  expect(statuses.map((each) => Success3.classOf(each))).toEqual([0, 1, 2])
  const flags = [1, 2.5, 9, 3.9, 4].map((flag) => ({ ...nothing, flag }))
  expect(flags.map((each) => Flag3.classOf(each))).toEqual([0, 1, 1, 2, 2])
  expect(flags.map((each) => Flag.labels[Flag.classOf(each)!])).toEqual([
    'Flag 1',
    'Flag 2',
    'Flag 9',
    'Flag 3',
    'Flag 4',
  ])
})

test('another threshold, as the names of the classes tell it, in LaTeX', () => {
  expect(definitionSentences('DeltaZ', deltaZClasses(5e-3).labels, LATEX)).toEqual([
    String.raw`By definition of this target, $|\Delta z|$ is below $5 \times 10^{-3}$ in the first class, and at or above $5 \times 10^{-3}$ in the second, where $\Delta z$ is as given with the data.`,
  ])
})

test('flags in the order of other trees', () => {
  const labels = ['Flag 1', 'Flag 2', 'Flag 9', 'Flag 3', 'Flag 4']
  expect(definitionSentences('Flag', labels, PLAIN)).toHaveLength(1)
})

test.each<[string, TargetId | null, readonly string[]]>([
  ['an unknown target', null, TARGETS.DeltaZ.labels],
  ['thresholds that differ', 'DeltaZ', ['DeltaZ < 1e-3', 'DeltaZ ≥ 5e-3']],
  ['names without a threshold', 'DeltaZ', ['good', 'bad']],
  ['a class without a name', 'DeltaZ', ['DeltaZ < 1e-3']],
  ['another order', 'Success3', ['Spurious', 'Success', 'Mismatch']],
  ['other names', 'Flag3', ['a', 'b', 'c']],
  ['fewer classes', 'Flag', ['Flag 9', 'Flag 1']],
])('nothing is said of %s', (_, target, labels) => {
  expect(definitionSentences(target, labels, PLAIN)).toEqual([])
})
