import { describe, expect, test } from 'vitest'
import type { DatasetAssignment } from './assignment.ts'
import { discover } from './discover.ts'

const SPLITS = ['TRAIN', 'VALID', 'TEST']
const HOW =
  'Choose the folder that holds TRAIN, VALID and TEST, or name the files X_train.npy, Y_train.npy and so on.'

function files(...paths: string[]) {
  return paths.map((path) => ({ path, byteLength: 10 }))
}

function tree(base: string, splits = SPLITS, names = ['X.npy', 'Y.npy', 'attributes.npy']): string[] {
  return splits.flatMap((split) =>
    names.map((name) => (base === '' ? `${split}/${name}` : `${base}/${split}/${name}`)),
  )
}

function only(...paths: string[]) {
  const { discovery, assignments } = discover(files(...paths))
  expect(discovery.findings).toEqual([])
  expect(discovery.candidates).toHaveLength(1)
  return { discovery, assignment: assignments.get(discovery.candidates[0]!.id)! }
}

function splitsOf({ parts }: DatasetAssignment) {
  if (parts.kind !== 'splits') throw new Error('Expected splits')
  return parts.splits
}

function refusal(...paths: string[]) {
  const { discovery } = discover(files(...paths))
  expect(discovery.candidates).toEqual([])
  expect(discovery.findings).toHaveLength(1)
  const [{ code, severity, message }] = discovery.findings as [(typeof discovery.findings)[number]]
  expect(severity).toBe('block')
  return { layout: discovery.layout, code, message }
}

describe('trees', () => {
  test('lists every target and balance of a whole tree, and the zgrid above', () => {
    const targets = ['DeltaZ', 'Success2', 'Success3', 'Flag3', 'Flag']
    const bases = targets.flatMap((target) => [`lam/${target}/balanced`, `lam/${target}/unbalanced`])
    const { discovery, assignments } = discover(
      files('lam/zgrid32.npy', ...bases.flatMap((base) => tree(base))),
    )
    expect(discovery.layout).toBe('tree')
    expect(discovery.ignored).toEqual([])
    expect(discovery.candidates.map(({ target, balance }) => `${target} ${balance}`).sort()).toEqual(
      targets.flatMap((target) => [`${target} balanced`, `${target} unbalanced`]).sort(),
    )
    expect(assignments.get('lam/Flag3/unbalanced')).toEqual({
      candidate: {
        id: 'lam/Flag3/unbalanced',
        target: 'Flag3',
        balance: 'unbalanced',
        path: 'lam/Flag3/unbalanced',
        splits: ['train', 'validation', 'test'],
        bytes: 100,
      },
      layout: 'tree',
      parts: {
        kind: 'splits',
        splits: {
          train: path('lam/Flag3/unbalanced/TRAIN'),
          validation: path('lam/Flag3/unbalanced/VALID'),
          test: path('lam/Flag3/unbalanced/TEST'),
        },
      },
      zgrid: 'lam/zgrid32.npy',
      zgridText: null,
      natural: null,
    })
    expect(assignments.get('lam/Flag3/balanced')?.natural).toEqual({
      path: 'lam/Flag3/unbalanced',
      members: path('lam/Flag3/unbalanced/TEST'),
    })
  })

  test.each([
    ['DeltaZ/balanced', 'tree', 'DeltaZ', 'balanced'],
    ['balanced', 'tree', null, 'balanced'],
    ['some/where/deep/SUCCESS3/run 1/Unbalanced', 'tree', 'Success3', 'unbalanced'],
    ['flag3', 'tree', 'Flag3', null],
    ['my splits', 'splits', null, null],
    ['', 'splits', null, null],
  ] as const)('reads the folder %j as %s', (base, layout, target, balance) => {
    const { discovery, assignment } = only(...tree(base))
    expect(discovery.layout).toBe(layout)
    expect(assignment.candidate).toMatchObject({ target, balance, path: base, id: base || '.', bytes: 90 })
  })

  test('ignores letter case, takes every name of a split and of a file', () => {
    const { assignment } = only(
      'DELTAZ/Balanced/train/PDFs32.npy',
      'DELTAZ/Balanced/train/label.npy',
      'DELTAZ/Balanced/Validation/posterior.npy',
      'DELTAZ/Balanced/Validation/Target.npy',
      'DELTAZ/Balanced/Validation/attributes32.npy',
      'deltaz/balanced/test/pz',
      'deltaz/balanced/test/class.dat',
    )
    expect(assignment.candidate).toMatchObject({ target: 'DeltaZ', balance: 'balanced' })
    expect(splitsOf(assignment)).toEqual({
      train: {
        x: 'DELTAZ/Balanced/train/PDFs32.npy',
        y: 'DELTAZ/Balanced/train/label.npy',
        attributes: null,
        columns: {},
      },
      validation: {
        x: 'DELTAZ/Balanced/Validation/posterior.npy',
        y: 'DELTAZ/Balanced/Validation/Target.npy',
        attributes: 'DELTAZ/Balanced/Validation/attributes32.npy',
        columns: {},
      },
      test: {
        x: 'deltaz/balanced/test/pz',
        y: 'deltaz/balanced/test/class.dat',
        attributes: null,
        columns: {},
      },
    })
  })

  test('takes the nearest zgrid, and none from a sibling', () => {
    const paths = tree('a/DeltaZ/balanced')
    expect(only(...paths, 'zgrid.npy', 'a/zgrid32.npy').assignment.zgrid).toBe('a/zgrid32.npy')
    expect(only(...paths, 'a/DeltaZ/balanced/ZGRID.npy', 'zgrid.npy').assignment.zgrid).toBe(
      'a/DeltaZ/balanced/ZGRID.npy',
    )
    expect(only(...paths, 'b/zgrid.npy').assignment.zgrid).toBeNull()
  })

  test('ignores litter and documents beside a tree, and lists them', () => {
    const litter = [
      'DeltaZ/balanced/.DS_Store',
      'DeltaZ/balanced/TRAIN/._X.npy',
      '__MACOSX/TRAIN/X.npy',
      'Thumbs.db',
    ]
    const other = ['README.md', 'DeltaZ/balanced/TRAIN/X.png']
    const { discovery } = only(...tree('DeltaZ/balanced'), ...litter, ...other)
    expect(discovery.layout).toBe('tree')
    expect(discovery.ignored).toEqual([...litter, ...other])
  })

  test.each([
    ['the unbalanced tree of the target', 'DeltaZ/balanced', ['Success2/unbalanced', 'DeltaZ/unbalanced'], 1],
    ['the nearest of two', 'b/DeltaZ/balanced', ['a/DeltaZ/unbalanced', 'b/DeltaZ/unbalanced'], 1],
    ['none of another target', 'DeltaZ/balanced', ['Success2/unbalanced', 'Success2/balanced'], null],
  ])('the test at natural prevalence comes from %s', (_, own, others, which) => {
    const { discovery, assignments } = discover(files(...[own, ...others].flatMap((base) => tree(base))))
    const from = which === null ? null : others[which]!
    expect(assignments.get(own)!.natural).toEqual(
      from === null ? null : { path: from, members: path(`${from}/TEST`) },
    )
    for (const base of others.filter((each) => each.endsWith('unbalanced'))) {
      expect(assignments.get(base)!.natural).toBeNull()
    }
    expect(discovery.ignored).toEqual([])
  })

  test('but not from an unbalanced tree that lacks a split', () => {
    const beside = tree('DeltaZ/unbalanced', ['TRAIN', 'TEST'])
    const { discovery, assignments } = discover(files(...tree('DeltaZ/balanced'), ...beside))
    expect(assignments.get('DeltaZ/balanced')!.natural).toBeNull()
    expect(discovery.ignored).toEqual(beside)
  })

  test('or else from raw files, which are no data set of their own then', () => {
    const raw = ['raw/pdfs32.npy', 'raw/attributes32.npy', 'raw/zgrid32.npy']
    const members = { x: raw[0], y: null, attributes: raw[1], columns: {} }
    const { discovery, assignment } = only(...tree('DeltaZ/balanced'), ...raw)
    expect(assignment.natural).toEqual({ path: 'raw', members })
    expect(discovery.ignored).toEqual(['raw/zgrid32.npy'])
    // the unbalanced tree goes first
    const both = discover(files(...tree('DeltaZ/balanced'), ...tree('DeltaZ/unbalanced'), ...raw))
    expect(both.assignments.get('DeltaZ/balanced')?.natural?.path).toBe('DeltaZ/unbalanced')
    expect(both.discovery.ignored).toEqual(raw)
  })

  test('what is not called balanced has none, and leaves raw files alone', () => {
    for (const base of ['DeltaZ/unbalanced', 'DeltaZ', 'splits']) {
      const { discovery, assignment } = only(...tree(base), 'pdfs32.npy', 'attributes32.npy')
      expect(assignment.natural).toBeNull()
      expect(discovery.ignored).toEqual(['pdfs32.npy', 'attributes32.npy'])
    }
  })

  test('an incomplete tree beside a complete one is a warning', () => {
    const { discovery } = discover(files(...tree('DeltaZ/balanced'), ...tree('DeltaZ/unbalanced', ['TRAIN'])))
    expect(discovery.candidates.map(({ id }) => id)).toEqual(['DeltaZ/balanced'])
    expect(discovery.findings.map(({ code, severity }) => [code, severity])).toEqual([
      ['missing-split', 'warning'],
    ])
  })
})

describe('single files', () => {
  test.each([
    ['X_train.npy', 'Y_train.npy', 'X_valid.npy', 'Y_valid.npy', 'X_test.npy', 'Y_test.npy'],
    ['train_X.npy', 'train_Y.npy', 'val_X.npy', 'val_Y.npy', 'test_X.npy', 'test_Y.npy'],
    [
      'TRAIN-X.npy',
      'TRAIN-label.npy',
      'Validation.x.npy',
      'y validation.npy',
      'pdfs32_test.npy',
      'labels_test.npy',
    ],
  ])('%s, %s ...', (...paths) => {
    const { discovery, assignment } = only(...paths, 'zgrid.npy')
    expect(discovery.layout).toBe('files')
    expect(assignment.layout).toBe('files')
    expect(splitsOf(assignment)).toEqual({
      train: { x: paths[0], y: paths[1], attributes: null, columns: {} },
      validation: { x: paths[2], y: paths[3], attributes: null, columns: {} },
      test: { x: paths[4], y: paths[5], attributes: null, columns: {} },
    })
    expect(assignment.zgrid).toBe('zgrid.npy')
  })

  test('a folder called test may hold the files of all splits', () => {
    const names = ['train', 'val', 'test'].flatMap((split) => [`test/X_${split}.npy`, `test/Y_${split}.npy`])
    const { assignment } = only(...names, 'test/attributes_test.npy')
    expect(splitsOf(assignment).test).toEqual({
      x: 'test/X_test.npy',
      y: 'test/Y_test.npy',
      attributes: 'test/attributes_test.npy',
      columns: {},
    })
  })

  test('the files of three folders without their folders are ambiguous', () => {
    expect(refusal('X.npy', 'X.npy', 'X.npy', 'Y.npy', 'Y.npy', 'Y.npy')).toEqual({
      layout: 'files',
      code: 'no-split-names',
      message: `X.npy (3 times) and Y.npy (3 times): neither a folder nor a name says which belongs to TRAIN, VALID or TEST. ${HOW}`,
    })
  })
})

describe('refusals', () => {
  test('a missing split and a missing file are named, with what was found', () => {
    expect(
      refusal('DeltaZ/balanced/TRAIN/X.npy', 'DeltaZ/balanced/TRAIN/Y.npy', 'DeltaZ/balanced/VALID/X.npy'),
    ).toEqual({
      layout: 'tree',
      code: 'missing-split',
      message:
        'DeltaZ/balanced lacks Y of VALID and TEST; found TRAIN/X.npy, TRAIN/Y.npy and VALID/X.npy. A data set is TRAIN, VALID and TEST with X and Y each.',
    })
    expect(refusal(...tree('', SPLITS, ['Y.npy']), 'TRAIN/X.npy', 'TEST/X.npy')).toEqual({
      layout: 'splits',
      code: 'missing-files',
      message:
        'The chosen files lack X of VALID; found TRAIN/X.npy, TRAIN/Y.npy, VALID/Y.npy, TEST/X.npy and TEST/Y.npy. A data set is TRAIN, VALID and TEST with X and Y each.',
    })
  })

  test('two files for one role are named', () => {
    expect(refusal(...tree('d'), 'd/TEST/posterior.npy')).toEqual({
      layout: 'splits',
      code: 'ambiguous-files',
      message: 'd/TEST/X.npy and d/TEST/posterior.npy both claim to be the X of TEST. Remove all but one.',
    })
    expect(refusal(...tree('d'), 'd/VAL/Y.npy', 'd/validation/Y.npy').message).toBe(
      'd/VALID/Y.npy, d/VAL/Y.npy and d/validation/Y.npy all claim to be the Y of VALID. Remove all but one.',
    )
    expect(refusal(...tree('d'), 'zgrid.npy', 'zgrid32.npy').message).toBe(
      'zgrid.npy and zgrid32.npy both claim to be the zgrid. Remove all but one.',
    )
  })

  test('raw files that lack a part are named with what is missing', () => {
    expect(refusal('raw/pdfs32.npy', 'raw/zgrid32.npy')).toEqual({
      layout: 'raw',
      code: 'no-labels',
      message:
        'raw/pdfs32.npy: the posteriors have no labels, and no attributes (deltaZ, status or flag) that give them. Add attributes*.npy or labels.',
    })
    expect(refusal('attributes32.npy').message).toBe(
      'attributes32.npy: raw files. The posteriors (pdfs*.npy) are not among them.',
    )
  })

  test('nothing that is a data set', () => {
    expect(refusal('a.txt', 'b.txt', 'c/d.png', 'e.md')).toEqual({
      layout: 'nothing',
      code: 'no-data-set',
      message: `No data set among 4 files (a.txt, b.txt and c/d.png ...). ${HOW}`,
    })
    expect(refusal('.DS_Store').message).toBe(`No data files were chosen. ${HOW}`)
  })
})

function path(folder: string) {
  return { x: `${folder}/X.npy`, y: `${folder}/Y.npy`, attributes: `${folder}/attributes.npy`, columns: {} }
}
