// The leak that processData.py makes. It shuffles x and takes TRAIN and VALID as x[:N - test_size], as it should, but TEST as
// x[test_size:] instead of x[N - test_size:]: all of VALID and most of TRAIN lie in TEST.

import type { Finding } from '../core/dataset-report.ts'
import { formatInteger } from '../core/format.ts'
import { type AuditedSplits, type Holds, rowsWhere } from './audited-splits.ts'
import { finding, formatRows, formatShareOf, ROWS_SHOWN } from './finding.ts'

/**
 * A warning that explains the leaks, whose remedies stand beside it, where splits have the pattern's signature, in whatever order their rows are: every row
 * of VALID is in TEST, rows of TRAIN are, and TEST has as many rows as TRAIN and VALID together, N - test_size, up to one per
 * class, which may have been split on its own. It follows that as many rows of TRAIN are not in TEST (the first test_size of
 * x) as rows of TEST are in neither (the last test_size); where x holds rows twice only the sizes agree.
 * @param holds whether a split holds a row equal to a row of the pool
 */
export function findLeakPattern(splits: AuditedSplits, holds: Holds): Finding[] {
  const { rows, classLabels, files, numberOf, drawn } = splits
  const { train, validation, test } = rows
  if (drawn || validation.length === 0 || !validation.every((row) => holds('test', row))) return []
  const inTrain = rowsWhere(test, (row) => holds('train', row)).length
  const inValidation = rowsWhere(test, (row) => holds('validation', row)).length
  const unseen = rowsWhere(test, (row) => !holds('train', row) && !holds('validation', row))
  const trainOnly = rowsWhere(train, (row) => !holds('test', row)).length
  const surplus = Math.abs(test.length - train.length - validation.length)
  if (surplus > classLabels.length || inTrain === 0 || trainOnly === 0 || unseen.length === 0) return []
  const numbers = unseen.slice(0, ROWS_SHOWN).map(numberOf)
  const percent = ((100 * inValidation) / test.length).toFixed(1)
  const rest =
    unseen.length === 1
      ? `The other row of TEST (${formatRows(numbers)}) was never seen and is an honest test: dropping the leaked rows keeps exactly this one.`
      : `The other ${formatInteger(unseen.length)} rows of TEST (${formatRows(numbers, unseen.length)}) were never seen and are an honest test: dropping the leaked rows keeps exactly these.`
  const message = `${files.test}: TEST overlaps TRAIN and VALID in the way of processData.py, which takes TEST as x[test_size:] instead of x[N - test_size:]. ${formatShareOf(inTrain, test.length, 'test row')} ${inTrain === 1 ? 'is a TRAIN row' : 'are TRAIN rows'} and ${formatInteger(inValidation)} (${percent} %) ${inValidation === 1 ? 'is a VALID row' : 'are VALID rows'}. ${rest}`
  return [
    finding('warning', 'leak-pattern', message, {
      file: files.test,
      rows: numbers,
      counts: { train: inTrain, validation: inValidation, unseen: unseen.length, rows: test.length },
    }),
  ]
}
