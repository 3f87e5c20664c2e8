// The fault matrix of reading, labels, classes and the split column: what a visitor gets for each fault, word
// for word.

import { describe, expect, test } from 'vitest'
import { encodeNpy } from '../formats/npy-write.ts'
import { MAKERS, NO_ATTRIBUTES, type SplitColumns, withTrain } from './fault-matrix.fixture.ts'
import { arrowFile, npzFile, outcome, perSplit, replaced, splitColumns, withCell } from './table.fixture.ts'
import { rawNpy } from './tree.fixture.ts'

describe('labels outside the classes, unknown status and flag', () => {
  test.each(MAKERS)('%s: a label that is no class', async (_, extension, make) => {
    const files = withTrain(make, extension, (columns) => ({
      ...columns,
      label: [0, -1, 0.5, 2, Number.NaN, 7],
    }))
    expect(await outcome(files, { target: 'DeltaZ' })).toEqual([
      `block invalid-labels: TRAIN.${extension}, column label: 5 of 6 labels (83.3 %) are no class of DeltaZ, whose labels are 0 and 1: row 1: -1, row 2: 0.5, row 3: 2, row 4: NaN, row 5: 7. Mend these labels or remove the rows.`,
      `block one-class: TRAIN.${extension}, column label: TRAIN has one class only, DeltaZ < 1e-3. There is nothing to tell apart.`,
    ])
  })

  test('null labels: numbers and names', async () => {
    const numbers = (columns: SplitColumns) => ({ ...columns, label: withCell(columns.label, 4, null) })
    expect(await outcome(withTrain(arrowFile, 'arrow', numbers))).toEqual([
      'block invalid-labels: TRAIN.arrow, column label: 1 of 6 labels (16.7 %) is no class of DeltaZ, whose labels are 0 and 1: row 4: NaN. Mend these labels or remove the rows.',
    ])
    const name = (label: number | string | null) => (label === 0 ? 'Deltaz<1e-3' : 'Deltaz>=1e-3')
    const names = perSplit('arrow', (split) => {
      const columns = splitColumns(split)
      const label = columns.label.map(name)
      return arrowFile({
        ...columns,
        label: split === 'train' ? withCell<string | null>(label, 4, null) : label,
      })
    })
    expect(await outcome(names, { target: 'DeltaZ' })).toEqual([
      'block invalid-labels: TRAIN.arrow, column label: 1 of 6 labels (16.7 %) is no class of DeltaZ, whose labels are Deltaz<1e-3 and Deltaz>=1e-3: row 4: nothing. Mend these labels or remove the rows.',
    ])
    expect(await outcome(names)).toEqual([
      'block invalid-labels: TRAIN.arrow, column label: 1 of 6 labels (16.7 %) is no class of DeltaZ, whose labels are Deltaz<1e-3 and Deltaz>=1e-3: row 4: nothing. Mend these labels or remove the rows.',
    ])
  })

  test('a name that is no class, and booleans', async () => {
    const names = (columns: SplitColumns) => ({
      ...columns,
      label: ['Deltaz<1e-3', 'good', 'Deltaz>=1e-3', 'Deltaz<1e-3', '', 'bad'],
    })
    expect(await outcome(withTrain(npzFile, 'npz', names), { target: 'DeltaZ' })).toEqual([
      'block invalid-labels: TRAIN.npz, column label: 3 of 6 labels (50.0 %) are no class of DeltaZ, whose labels are Deltaz<1e-3 and Deltaz>=1e-3: row 1: "good", row 4: "", row 5: "bad". Mend these labels or remove the rows.',
      'warning labels-contradict-attributes: 2 of 14 labels (14.3 %) contradict abs(DeltaZ) < 1e-3 in the attributes (first in TRAIN.npz, column label: rows 2, 3).',
    ])
    const { X } = splitColumns('train')
    const booleans = rawNpy('|b1', [6], new Uint8Array([0, 1, 0, 1, 0, 1]))
    const archive = npzFile({ X: encodeNpy('<f4', [6, 8], X.flat() as number[]), label: booleans })
    const files = perSplit('npz', (split) => npzFile(splitColumns(split)))
    expect(await outcome(replaced(files, { 'TRAIN.npz': archive }))).toEqual([
      'refused: TRAIN.npz, column label: type |b1, shape (6,) holds booleans. | True and False do not say which class is meant. Store class indices or names.',
    ])
  })

  test.each(MAKERS)('%s: one-hot labels of another width', async (_, extension, make) => {
    const hot = (columns: SplitColumns) => ({
      ...columns,
      label: columns.label.map((label) => [0, 1, 2].map((i) => Number(i === label))),
    })
    const files = withTrain(make, extension, hot)
    expect(await outcome(files, { target: 'DeltaZ' })).toEqual([
      `refused: TRAIN.${extension}, column label: rows of 3 values, but DeltaZ has 2 classes. | One-hot labels have one column per class. Check which target these labels are for.`,
    ])
  })

  test('status and flag: told where the target does not need them, else blocking', async () => {
    const change = (columns: SplitColumns) => ({
      ...columns,
      status: withCell<string | null>(columns.status, 1, 'failed'),
      flag: withCell<number | null>(withCell<number | null>(columns.flag, 0, 5), 3, 2.5),
    })
    expect(await outcome(withTrain(npzFile, 'npz', change))).toEqual([
      'warning unknown-status: TRAIN.npz: 1 of 6 objects (16.7 %) has a status other than success, spurious and mismatch: row 1: "failed". The target does not need it.',
      'warning unknown-flag: TRAIN.npz: 1 of 6 objects (16.7 %) has a flag other than 1, 2, 3, 4 and 9: row 0: 5. The target does not need it.',
    ])
    const unlabelled = (split: Parameters<typeof splitColumns>[0]) => {
      const { label, ...rest } = change(splitColumns(split))
      return rest
    }
    const files = perSplit('npz', (split) => npzFile(unlabelled(split)))
    expect(await outcome(files, { target: 'Success3' })).toEqual([
      'block unknown-status: TRAIN.npz: 1 of 6 objects (16.7 %) has a status other than success, spurious and mismatch: row 1: "failed". The target needs it: mend these values or remove the rows.',
      'block unknown-status: VALID.npz: 1 of 4 objects (25.0 %) has a status other than success, spurious and mismatch: row 1: "failed". The target needs it: mend these values or remove the rows.',
      'block unknown-status: TEST.npz: 1 of 4 objects (25.0 %) has a status other than success, spurious and mismatch: row 1: "failed". The target needs it: mend these values or remove the rows.',
      'warning class-missing: VALID.npz: VALID has no object of class Spurious: precision, recall and F1-score there will be 0.',
      'warning class-missing: TEST.npz: TEST has no object of class Spurious: precision, recall and F1-score there will be 0.',
      'warning unknown-flag: TRAIN.npz: 1 of 6 objects (16.7 %) has a flag other than 1, 2, 3, 4 and 9: row 0: 5. The target does not need it.',
      'warning unknown-flag: VALID.npz: 1 of 4 objects (25.0 %) has a flag other than 1, 2, 3, 4 and 9: row 0: 5. The target does not need it.',
      'warning unknown-flag: TEST.npz: 1 of 4 objects (25.0 %) has a flag other than 1, 2, 3, 4 and 9: row 0: 5. The target does not need it.',
    ])
    expect(await outcome(files, { target: 'Flag3' })).toEqual([
      'block unknown-flag: TRAIN.npz: 1 of 6 objects (16.7 %) has a flag other than 1, 2, 3, 4 and 9: row 0: 5. The target needs it: mend these values or remove the rows.',
      'block unknown-flag: VALID.npz: 1 of 4 objects (25.0 %) has a flag other than 1, 2, 3, 4 and 9: row 0: 5. The target needs it: mend these values or remove the rows.',
      'block unknown-flag: TEST.npz: 1 of 4 objects (25.0 %) has a flag other than 1, 2, 3, 4 and 9: row 0: 5. The target needs it: mend these values or remove the rows.',
      'warning unknown-status: TRAIN.npz: 1 of 6 objects (16.7 %) has a status other than success, spurious and mismatch: row 1: "failed". The target does not need it.',
      'warning unknown-status: VALID.npz: 1 of 4 objects (25.0 %) has a status other than success, spurious and mismatch: row 1: "failed". The target does not need it.',
      'warning unknown-status: TEST.npz: 1 of 4 objects (25.0 %) has a status other than success, spurious and mismatch: row 1: "failed". The target does not need it.',
    ])
  })

  test('labels without the attribute that they were made from are taken as they are', async () => {
    const files = perSplit('npz', (split) => {
      const { X, label, redshift, logEvidence } = splitColumns(split)
      return npzFile({ X, label, redshift, logEvidence })
    })
    expect(await outcome(files, { target: 'DeltaZ' })).toEqual([])
    // but not where the attributes should give the classes
    const { X, redshift } = splitColumns('test')
    const unlabelled = replaced(files, {
      'VALID.npz': npzFile((({ label, ...rest }) => rest)(splitColumns('validation'))),
      'TEST.npz': npzFile({ X, redshift, status: ['success', 'spurious', 'success', 'spurious'] }),
    })
    expect(await outcome(unlabelled, { target: 'DeltaZ' })).toEqual([
      'block unknown-deltaz: TEST.npz: 4 of 4 objects (100.0 %) have a DeltaZ that is no number: row 0: nothing, row 1: nothing, row 2: nothing, row 3: nothing. The target needs it: mend these values or remove the rows.',
      'warning class-missing: TEST.npz: TEST has no object of classes DeltaZ < 1e-3 and DeltaZ ≥ 1e-3: precision, recall and F1-score there will be 0.',
      'warning unknown-log-evidence: TEST.npz: 4 of 4 objects (100.0 %) without a finite log-evidence (rows 0, 1, 2, 3). The input logVraisemblance cannot be used.',
    ])
  })

  test('null status and flag in Arrow', async () => {
    const change = (columns: SplitColumns) => ({
      ...columns,
      status: withCell<string | null>(columns.status, 2, null),
      flag: withCell<number | null>(columns.flag, 2, null),
      deltaZ: withCell<number | null>(columns.deltaZ, 2, null),
    })
    expect(await outcome(withTrain(arrowFile, 'arrow', change))).toEqual([
      'block unknown-deltaz: TRAIN.arrow: 1 of 6 objects (16.7 %) has a DeltaZ that is no number: row 2: NaN. The target needs it: mend these values or remove the rows.',
      'warning unknown-status: TRAIN.arrow: 1 of 6 objects (16.7 %) has a status other than success, spurious and mismatch: row 2: nothing. The target does not need it.',
      'warning unknown-flag: TRAIN.arrow: 1 of 6 objects (16.7 %) has a flag other than 1, 2, 3, 4 and 9: row 2: NaN. The target does not need it.',
    ])
  })
})

describe('classes and splits', () => {
  test.each(MAKERS)(
    '%s: a class missing in TEST is told, one class only is refused',
    async (_, extension, make) => {
      const without = (split: Parameters<typeof splitColumns>[0], label: readonly number[]) => {
        const { X } = splitColumns(split)
        return make({ X, label })
      }
      const files = (train: readonly number[], test_: readonly number[]) =>
        perSplit(extension, (split) =>
          without(split, { train, validation: [0, 1, 0, 1], test: test_ }[split]),
        )
      expect(await outcome(files([0, 1, 0, 1, 0, 1], [0, 0, 0, 0]), { target: 'DeltaZ' })).toEqual([
        `warning class-missing: TEST.${extension}, column label: TEST has no object of class DeltaZ ≥ 1e-3: precision, recall and F1-score there will be 0.`,
        NO_ATTRIBUTES,
      ])
      expect(await outcome(files([1, 1, 1, 1, 1, 1], [0, 1, 0, 1]), { target: 'DeltaZ' })).toEqual([
        `block one-class: TRAIN.${extension}, column label: TRAIN has one class only, DeltaZ ≥ 1e-3. There is nothing to tell apart.`,
        NO_ATTRIBUTES,
      ])
      expect(await outcome(files([0, 1, 0, 1, 0, 1], [0, 1, 2, 1]), { target: 'Success3' })).toEqual([
        `block class-absent-from-train: TRAIN.${extension}, column label: TRAIN has no object of class Mismatch, so no network can learn it.`,
        `warning class-missing: VALID.${extension}, column label: VALID has no object of class Mismatch: precision, recall and F1-score there will be 0.`,
        NO_ATTRIBUTES,
      ])
    },
  )

  test('a split that the split column leaves empty is refused', async () => {
    const split = ['train', 'train', 'train', 'train', 'test', 'test']
    expect(await outcome(new Map([['all.arrow', arrowFile({ ...splitColumns('train'), split })]]))).toEqual([
      'block empty-split: all.arrow, column label: VALID is empty (0 rows). Training needs objects in TRAIN, VALID and TEST.',
    ])
    expect(await outcome(new Map([['all.npz', npzFile({ ...splitColumns('train'), split }, true)]]))).toEqual(
      [
        'block empty-split: all.npz, column label: VALID is empty (0 rows). Training needs objects in TRAIN, VALID and TEST.',
      ],
    )
  })

  test('an empty split in a file of its own', async () => {
    const files = perSplit('npz', (split) => npzFile(splitColumns(split)))
    const archive = npzFile({ X: encodeNpy('<f4', [0, 8], []), label: encodeNpy('<i8', [0], []) })
    expect(await outcome(replaced(files, { 'VALID.npz': archive }))).toEqual([
      'block empty-split: VALID.npz, column label: VALID is empty (0 rows). Training needs objects in TRAIN, VALID and TEST.',
      'warning no-attributes: No attributes file for VALID: labels there are not checked, and what needs redshift, DeltaZ, status, log-evidence or flag is not offered.',
    ])
  })

  test('a value of the split column that is no split is refused with its row', async () => {
    const split: (string | null)[] = ['train', 'train', 'TRAIN ', 'valid', 'Test', 'train']
    const all = (values: (string | null)[]) =>
      new Map([['all.arrow', arrowFile({ ...splitColumns('train'), split: values })]])
    expect(
      await outcome(all(withCell<string | null>(withCell<string | null>(split, 1, 'dev'), 5, null))),
    ).toEqual([
      'refused: all.arrow, column split: 2 of 6 rows (33.3 %) name no split: row 1: "dev", row 5: nothing. | A split is TRAIN, VALID (VALIDATION, VAL) or TEST, in any letter case.',
    ])
  })
})
