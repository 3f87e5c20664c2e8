import { expect, test } from 'vitest'
import type { Attributes } from '../core/targets.ts'
import { knownAttributes } from './known-attributes.ts'

const NOTHING: Attributes = { redshift: null, deltaZ: null, status: null, logEvidence: null, flag: null }

test.each<[string, readonly Attributes[] | null, readonly string[]]>([
  ['no attributes', null, []],
  ['no rows', [], []],
  ['names of objects only', [{ ...NOTHING, id: 'a' }], []],
  ['one row is enough', [NOTHING, { ...NOTHING, flag: 0, redshift: 0 }, NOTHING], ['redshift', 'flag']],
  ['NaN is no value', [{ ...NOTHING, logEvidence: Number.NaN, status: 'x' }], ['status']],
  [
    'all, in order',
    [{ flag: 1, logEvidence: -1, status: 's', deltaZ: 0, redshift: 1 }],
    ['redshift', 'deltaZ', 'status', 'logEvidence', 'flag'],
  ],
])('%s', (_, attributes, known) => {
  expect(knownAttributes(attributes)).toEqual(known)
})
