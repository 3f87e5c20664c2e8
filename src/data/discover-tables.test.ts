import { describe, expect, test } from 'vitest'
import type { ColumnMapping } from '../core/column-roles.ts'
import type { TableFormat } from '../formats/table.ts'
import { discover } from './discover.ts'
import type { ColumnOutline, FoundFile } from './members.ts'

const POINTS = 64

interface Shape {
  readonly width?: number
  readonly kind?: ColumnOutline['kind']
  readonly rows?: number
}

/** A table of 10 rows: `X` and `lnp` are vectors of numbers, the others scalars. */
function table(
  path: string,
  columns: readonly string[],
  { format = 'Arrow', shapes = {}, metadata = {} }: TableOptions = {},
): FoundFile {
  return {
    path,
    byteLength: 100,
    table: {
      format,
      metadata: new Map(Object.entries(metadata)),
      columns: columns.map((name): ColumnOutline => {
        const {
          width = /^(X|lnp|pdfs)/.test(name) ? POINTS : 1,
          kind = 'number',
          rows = 10,
        } = shapes[name] ?? {}
        return {
          name,
          title: `${path}, column ${name}`,
          kind,
          type: '<f4',
          shape: width === 1 ? [rows] : [rows, width],
          byteLength: 4 * rows * width,
        }
      }),
    },
  }
}

interface TableOptions {
  readonly format?: TableFormat
  readonly shapes?: Readonly<Record<string, Shape>>
  readonly metadata?: Readonly<Record<string, string>>
}

function file(path: string): FoundFile {
  return { path, byteLength: 10 }
}

function only(files: readonly FoundFile[], mapping?: ColumnMapping) {
  const { discovery, assignments } = discover(files, mapping)
  expect(discovery.findings).toEqual([])
  expect(discovery.candidates).toHaveLength(1)
  return { discovery, assignment: assignments.get(discovery.candidates[0]!.id)! }
}

function refusals(files: readonly FoundFile[], mapping?: ColumnMapping): string[] {
  const { discovery } = discover(files, mapping)
  expect(discovery.candidates).toEqual([])
  return discovery.findings.map(({ code, severity, message }) => `${severity} ${code}: ${message}`)
}

const NAMES = ['TRAIN', 'VALID', 'TEST'] as const

describe('one table per split', () => {
  test.each([
    ['files', NAMES.map((name) => `${name}.arrow`), '', 'files'],
    ['files of other endings', ['train.feather', 'Validation.parquet', 'test.fits'], '', 'files'],
    ['files with a word before', NAMES.map((name) => `set/sdss_${name}.parquet`), 'set', 'files'],
    ['any name in a folder', NAMES.map((name) => `DeltaZ/${name}/table.arrow`), 'DeltaZ', 'tree'],
  ] as const)('%s', (_, [train, validation, last], path, layout) => {
    const columns = ['X', 'label', 'redshift', 'deltaZ', 'comment']
    const { assignment, discovery } = only([train, validation, last].map((each) => table(each!, columns)))
    expect(assignment).toMatchObject({ layout, candidate: { path, bytes: 3 * 4 * 10 * (POINTS + 3) } })
    const part = (of: string) => ({
      x: `${of}, column X`,
      y: `${of}, column label`,
      attributes: null,
      columns: { redshift: `${of}, column redshift`, deltaZ: `${of}, column deltaZ` },
    })
    expect(assignment.parts).toEqual({
      kind: 'splits',
      splits: { train: part(train!), validation: part(validation!), test: part(last!) },
    })
    expect(discovery.tables[0]!.columns.map(({ name, role }) => `${name} ${role}`)).toEqual([
      'X X',
      'label label',
      'redshift redshift',
      'deltaZ deltaZ',
      'comment null',
    ])
  })

  test('formats mix, and a table may lend attributes to arrays beside it', () => {
    const { assignment } = only([
      table('TRAIN.arrow', ['X', 'label']),
      table('VALID.fits', ['X', 'label'], { format: 'FITS' }),
      file('TEST/X.npy'),
      file('TEST/Y.npy'),
      table('TEST/objects.parquet', ['id', 'z', 'flag'], { format: 'Parquet' }),
    ])
    expect(assignment.parts).toMatchObject({
      splits: {
        train: { x: 'TRAIN.arrow, column X' },
        validation: { y: 'VALID.fits, column label' },
        test: {
          x: 'TEST/X.npy',
          y: 'TEST/Y.npy',
          columns: {
            id: 'TEST/objects.parquet, column id',
            redshift: 'TEST/objects.parquet, column z',
            flag: 'TEST/objects.parquet, column flag',
          },
        },
      },
    })
  })

  test('classes may come from attributes alone', () => {
    const { assignment } = only(
      NAMES.map((name) =>
        table(`${name}.arrow`, ['posterior', 'status'], {
          shapes: { posterior: { width: POINTS }, status: { kind: 'text' } },
        }),
      ),
    )
    expect(assignment.parts).toMatchObject({ splits: { train: { y: null } } })
  })

  const NO_X = 'no column is called X (or posterior, pdf, logpdf, pz), and none is the only vector of numbers'
  const NO_Y =
    'no column is called label (or labels, Y, target, class), and none is an attribute that gives classes (deltaZ, status or flag)'

  test.each([
    [
      'labels of another name',
      ['X', 'redshift', 'cls'],
      `no-labels: The chosen files lack Y of TRAIN, Y of VALID and Y of TEST: ${NO_Y}; TRAIN.arrow has X (<f4, (10, 64)), redshift (<f4, (10,)) and cls (<f4, (10,)).`,
    ],
    [
      'two vectors, neither called X',
      ['lnp1', 'lnp2', 'label'],
      `columns-unclear: The chosen files lack X of TRAIN, X of VALID and X of TEST: ${NO_X}; TRAIN.arrow has lnp1 (<f4, (10, 64)), lnp2 (<f4, (10, 64)) and label (<f4, (10,)).`,
    ],
    [
      'neither, but a redshift',
      ['lnp1', 'lnp2', 'z'],
      `columns-unclear: The chosen files lack X and Y of TRAIN, X and Y of VALID and X and Y of TEST: ${NO_X}; ${NO_Y}; TRAIN.arrow has lnp1 (<f4, (10, 64)), lnp2 (<f4, (10, 64)) and z (<f4, (10,)).`,
    ],
  ])('what is unclear is asked for: %s', (_, columns, message) => {
    const tables = NAMES.map((name) => table(`${name}.arrow`, columns))
    expect(refusals(tables)).toEqual([
      `block ${message} Choose it under "Columns" in the page, or with --columns X=NAME,label=NAME.`,
    ])
  })

  test('a choice of columns answers it', () => {
    const tables = NAMES.map((name) => table(`${name}.arrow`, ['lnp1', 'lnp2', 'z', 'cls']))
    expect(only(tables, { X: 'lnp2', label: 'cls' }).assignment.parts).toMatchObject({
      splits: { test: { x: 'TEST.arrow, column lnp2', y: 'TEST.arrow, column cls' } },
    })
  })

  test('a split is lost only where nothing belongs to it', () => {
    const [train, validation] = NAMES.map((name) => table(`${name}.arrow`, ['X', 'z']))
    expect(refusals([train!, validation!])).toEqual([
      `block no-labels: The chosen files lack Y of TRAIN, Y of VALID and TEST: ${NO_Y}; TRAIN.arrow has X (<f4, (10, 64)) and z (<f4, (10,)). Choose it under "Columns" in the page, or with --columns X=NAME,label=NAME.`,
    ])
  })

  test('arrays of all splits in one archive are told by names: no choice of a column mends them', () => {
    const arrays = ['X_train', 'X_validation', 'X_test', 'z_train']
    expect(refusals([table('data.npz', arrays, { format: 'NPZ' })])).toEqual([
      'block missing-files: The chosen files lack Y of TRAIN, Y of VALID and Y of TEST; found data.npz. A data set is TRAIN, VALID and TEST with X and Y each.',
    ])
  })

  test('an archive with a name per split is a folder of arrays', () => {
    const arrays = ['X_train', 'Y_train', 'X_validation', 'target_validation', 'X_test', 'Y_test', 'zgrid32']
    const { assignment } = only([table('a/data.npz', arrays, { format: 'NPZ' })])
    expect(assignment).toMatchObject({
      layout: 'files',
      candidate: { id: 'a' },
      zgrid: 'a/data.npz, column zgrid32',
      parts: {
        splits: {
          train: { x: 'a/data.npz, column X_train', y: 'a/data.npz, column Y_train' },
          validation: { y: 'a/data.npz, column target_validation' },
          test: { x: 'a/data.npz, column X_test' },
        },
      },
    })
  })

  test('archives that each hold the grid do not quarrel about it; a file of its own comes first', () => {
    const archives = NAMES.map((name) =>
      table(`${name}.npz`, ['X', 'Y', 'zgrid'], { format: 'NPZ', shapes: { zgrid: { rows: POINTS } } }),
    )
    expect(only(archives).assignment.zgrid).toBe('TRAIN.npz, column zgrid')
    expect(only([...archives, file('zgrid32.npy')]).assignment.zgrid).toBe('zgrid32.npy')
  })

  test('the grid in the metadata of its own table counts where there is no array', () => {
    const tables = NAMES.map((name) =>
      table(`${name}.arrow`, ['X', 'label'], { metadata: { zgrid: '[0, 1]' } }),
    )
    expect(only(tables).assignment).toMatchObject({ zgrid: null, zgridText: 'TRAIN.arrow' })
    expect(only([...tables, file('zgrid.npy')]).assignment).toMatchObject({
      zgrid: 'zgrid.npy',
      zgridText: null,
    })
    const other = table('other.arrow', ['a'], { metadata: { zgrid: '[0, 1]' } })
    expect(
      only([...NAMES.map((name) => table(`${name}.arrow`, ['X', 'label'])), other]).assignment.zgridText,
    ).toBeNull()
  })
})

describe('all objects in one table', () => {
  test('with a column that names the split', () => {
    const { assignment, discovery } = only([table('lam/all.arrow', ['X', 'label', 'split'])])
    expect(discovery.layout).toBe('table')
    expect(assignment).toMatchObject({
      layout: 'table',
      candidate: { id: 'lam/all.arrow', path: 'lam/all.arrow', target: null },
      parts: { kind: 'whole', split: 'lam/all.arrow, column split', whole: { x: 'lam/all.arrow, column X' } },
    })
  })

  test('that column counts even where the folder is called test', () => {
    const { assignment } = only([table('test/all.arrow', ['X', 'label', 'split'])])
    expect(assignment.layout).toBe('table')
  })

  test('without one, to be split here', () => {
    const { assignment, discovery } = only([table('all.parquet', ['X', 'deltaZ', 'flag'])])
    expect(discovery.layout).toBe('raw')
    expect(assignment).toMatchObject({
      layout: 'raw',
      parts: {
        kind: 'whole',
        split: null,
        whole: {
          y: null,
          columns: { deltaZ: 'all.parquet, column deltaZ', flag: 'all.parquet, column flag' },
        },
      },
    })
  })

  test('the raw arrays of LAM-Redshift, as files and in an archive', () => {
    expect(
      only(['raw/pdfs32.npy', 'raw/attributes32.npy', 'raw/zgrid32.npy'].map(file)).assignment,
    ).toMatchObject({
      layout: 'raw',
      candidate: { id: 'raw', bytes: 30 },
      parts: { whole: { x: 'raw/pdfs32.npy', y: null, attributes: 'raw/attributes32.npy' } },
      zgrid: 'raw/zgrid32.npy',
    })
    const archive = table('raw.npz', ['pdfs32', 'attributes32', 'zgrid32'], {
      format: 'NPZ',
      shapes: { attributes32: { width: 9, kind: 'object' }, zgrid32: { rows: POINTS } },
    })
    expect(only([archive]).assignment).toMatchObject({
      layout: 'raw',
      candidate: { id: 'raw.npz' },
      parts: { whole: { x: 'raw.npz, column pdfs32', attributes: 'raw.npz, column attributes32' } },
      zgrid: 'raw.npz, column zgrid32',
    })
  })

  test('labels in a file of their own belong to the posteriors beside them', () => {
    expect(only(['raw/pdfs32.npy', 'raw/labels.npy'].map(file)).assignment).toMatchObject({
      layout: 'raw',
      candidate: { id: 'raw', bytes: 20 },
      parts: { whole: { x: 'raw/pdfs32.npy', y: 'raw/labels.npy', attributes: null } },
    })
    expect(only([table('posteriors.arrow', ['X']), file('Y.npy')]).assignment.parts).toMatchObject({
      whole: { x: 'posteriors.arrow, column X', y: 'Y.npy' },
    })
    const beside = ['pdfs32.npy', 'attributes32.npy', 'labels.txt'].map(file)
    expect(only(beside).assignment.parts).toMatchObject({ whole: { y: null } })
    expect(refusals(['pdfs32.npy', 'labels.npy', 'Y.npy'].map(file))).toEqual([
      'block ambiguous-files: labels.npy and Y.npy both claim to be the Y of the chosen files. Remove all but one.',
    ])
  })

  test('attributes in another file of the folder belong to the only table with posteriors', () => {
    const attributes = table('d/objects.fits', ['deltaZ', 'id'], { format: 'FITS' })
    const one = only([table('d/posteriors.arrow', ['X']), attributes])
    expect(one.assignment.parts).toMatchObject({
      whole: { x: 'd/posteriors.arrow, column X', columns: { deltaZ: 'd/objects.fits, column deltaZ' } },
    })
    const two = refusals([table('d/a.arrow', ['X']), table('d/b.arrow', ['X']), attributes])
    expect(two).toHaveLength(2)
    expect(two[0]).toBe(
      'block no-labels: d/a.arrow, column X: the posteriors have no labels, and no attributes (deltaZ, status or flag) that give them. Choose it under "Columns" in the page, or with --columns X=NAME,label=NAME.',
    )
  })

  test('several tables with posteriors are several data sets', () => {
    const { discovery } = discover([table('a.arrow', ['X', 'label']), table('b.arrow', ['X', 'label'])])
    expect(discovery.candidates.map(({ id }) => id)).toEqual(['a.arrow', 'b.arrow'])
  })

  test('tables beside a data set in splits are left out, said', () => {
    const splits = NAMES.map((name) => table(`${name}.arrow`, ['X', 'label']))
    const others = [table('all.arrow', ['X', 'label']), table('objects.arrow', ['z', 'label'])]
    const { discovery, assignments } = discover([...splits, ...others])
    expect([...assignments.keys()]).toEqual(['.'])
    expect(discovery.ignored).toEqual(['all.arrow', 'objects.arrow'])
    expect(discovery.findings).toEqual([
      {
        code: 'table-not-used',
        severity: 'info',
        message:
          'all.arrow holds posteriors as well; the data set in splits is used. Choose the file alone to use it.',
        file: 'all.arrow',
        rows: [],
        counts: {},
      },
    ])
  })
})

describe('columns by name', () => {
  test.each([
    ['redshift', ['redshift', 'z', 'Z_EST'], 'redshift'],
    ['redshift', ['z_est'], 'z_est'],
    ['deltaZ', ['delta_z'], 'delta_z'],
    ['logEvidence', ['log-evidence'], 'log-evidence'],
    ['flag', ['Flag'], 'Flag'],
  ] as const)('%s among %s is %s', (role, names, taken) => {
    const { assignment } = only([table('all.arrow', ['X', 'label', ...names])])
    expect(assignment.parts).toMatchObject({ whole: { columns: { [role]: `all.arrow, column ${taken}` } } })
  })

  test('shapes rule names out: a scalar is no X, a vector no redshift', () => {
    const { assignment } = only([
      table('all.arrow', ['X', 'pdf', 'label', 'redshift', 'z'], { shapes: { redshift: { width: 3 } } }),
    ])
    expect(assignment.parts).toMatchObject({
      whole: { x: 'all.arrow, column X', columns: { redshift: 'all.arrow, column z' } },
    })
  })

  test('the only vector of numbers is X where none has the name', () => {
    expect(only([table('all.arrow', ['lnp', 'label'])]).assignment.parts).toMatchObject({
      whole: { x: 'all.arrow, column lnp' },
    })
    // not beside an array that has it
    const mixed = NAMES.flatMap((name) => [file(`${name}/X.npy`), table(`${name}/t.arrow`, ['lnp', 'label'])])
    expect(only(mixed).assignment.parts).toMatchObject({ splits: { train: { x: 'TRAIN/X.npy' } } })
  })

  test('two that may be X are named, and the visitor decides', () => {
    const unclear = [
      table('all.arrow', ['posterior', 'logpdf', 'label'], {
        shapes: { posterior: { width: POINTS }, logpdf: { width: POINTS } },
      }),
    ]
    expect(refusals(unclear)).toEqual([
      'block ambiguous-files: all.arrow, column posterior and all.arrow, column logpdf both claim to be the X of all.arrow. Choose it under "Columns" in the page, or with --columns X=NAME,label=NAME.',
    ])
    expect(only(unclear, { X: 'logpdf' }).assignment.parts).toMatchObject({
      whole: { x: 'all.arrow, column logpdf' },
    })
  })

  test('none that may be X: what there is is told', () => {
    expect(
      refusals([table('all.arrow', ['lnp1', 'lnp2', 'cls'], { shapes: { cls: { kind: 'text' } } })]),
    ).toEqual([
      'block columns-unclear: all.arrow: no column is called X (or posterior, pdf, logpdf, pz), and none is the only vector of numbers; it has lnp1 (<f4, (10, 64)), lnp2 (<f4, (10, 64)) and cls (<f4, (10,)). Choose it under "Columns" in the page, or with --columns X=NAME,label=NAME.',
    ])
    expect(
      only([table('all.arrow', ['lnp1', 'lnp2', 'cls'])], { X: 'lnp2', label: 'cls' }).assignment.parts,
    ).toMatchObject({ whole: { x: 'all.arrow, column lnp2', y: 'all.arrow, column cls' } })
  })

  test('a choice takes the role from the column that has its name', () => {
    const { assignment, discovery } = only([table('all.arrow', ['X', 'lnp', 'label', 'class2'])], {
      X: 'lnp',
      label: 'class2',
    })
    expect(assignment.parts).toMatchObject({
      whole: { x: 'all.arrow, column lnp', y: 'all.arrow, column class2' },
    })
    expect(discovery.tables[0]!.columns.map(({ role }) => role)).toEqual([null, 'X', null, 'label'])
  })

  test('a choice of a column that is nowhere is refused with those that are', () => {
    expect(refusals([table('all.arrow', ['a', 'b'])], { X: 'lnp' })).toEqual([
      'block unknown-column: X=lnp: no table has a column lnp; the columns are a and b.',
    ])
    expect(refusals([file('b.txt')], { label: 'cls' })[0]).toBe(
      'block unknown-column: label=cls: no table has a column cls; there is no table.',
    )
  })
})
