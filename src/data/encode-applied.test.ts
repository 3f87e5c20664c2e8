import { describe, expect, test } from 'vitest'
import type { AppliedFormat, AppliedPredictions, AppliedReading } from '../core/applied.ts'
import { AS_GIVEN, appliedFixture, CARD, IDS } from './applied/applied.fixture.ts'
import { encodeApplied } from './encode-applied.ts'

/** A row as any of the formats should tell it. */
interface Row {
  readonly row: number
  readonly file: string
  readonly fileRow: number
  readonly id: string
  readonly redshift: number
  readonly name: string
  readonly probabilities: readonly number[]
  readonly confidence: number
}

/** exp(l / T) / sum, row by row, as simply as it can be said. */
function expected(
  { rows, files, file, row, ids, redshift, logits, card }: AppliedPredictions,
  temperature = 1,
) {
  return Array.from({ length: rows }, (_, i): Row => {
    const own = [...logits.subarray(2 * i, 2 * i + 2)].map((logit) => Math.exp(logit / temperature))
    const probabilities = own.map((each) => each / (own[0]! + own[1]!))
    const isKnown = !Number.isNaN(own[0])
    return {
      row: i,
      file: files[file[i]!]!.name,
      fileRow: row[i]!,
      id: ids?.[i] ?? '',
      redshift: redshift?.[i] ?? Number.NaN,
      name: isKnown ? card.classes[probabilities[1]! > probabilities[0]! ? 1 : 0]! : '',
      probabilities,
      confidence: isKnown ? Math.max(...probabilities) : Number.NaN,
    }
  })
}

async function text(applied: AppliedPredictions, format: AppliedFormat, reading = AS_GIVEN) {
  // not `text()`, which drops a byte order mark
  return new TextDecoder('utf-8', { ignoreBOM: true, fatal: true }).decode(
    await encodeApplied(applied, format, reading).arrayBuffer(),
  )
}

/** Fields of quoted, separated values, RFC 4180; `end` ends a record. */
function records(source: string, end: '\r\n' | '\n'): string[][] {
  const all: string[][] = []
  let record: string[] = []
  let at = 0
  while (at < source.length) {
    let field = ''
    if (source[at] === '"') {
      for (at++; ; at++) {
        if (source[at] !== '"') field += source[at]
        else if (source[at + 1] === '"') field += source[at++]
        else break
      }
      at++
    } else {
      while (source[at] !== ',' && !source.startsWith(end, at)) field += source[at++]
    }
    record.push(field)
    if (source[at] === ',') {
      at++
      continue
    }
    if (!source.startsWith(end, at)) throw new Error(`Expected the end of a record at ${at}`)
    at += end.length
    all.push(record)
    record = []
  }
  return all
}

function rowOf([row, file, fileRow, id, redshift, name, first, second, confidence]: readonly string[]): Row {
  const number = (cell: string | undefined) => (cell === '' || cell === 'nan' ? Number.NaN : Number(cell))
  return {
    row: number(row),
    file: file!,
    fileRow: number(fileRow),
    id: id!,
    redshift: number(redshift),
    name: name!,
    probabilities: [number(first), number(second)],
    confidence: number(confidence),
  }
}

function close(rows: readonly Row[], others: readonly Row[]): void {
  expect(rows.map((row) => ({ ...row, probabilities: [], confidence: 0 }))).toEqual(
    others.map((row) => ({ ...row, probabilities: [], confidence: 0 })),
  )
  for (const [i, { probabilities, confidence }] of rows.entries()) {
    for (const [k, value] of [...probabilities, confidence].entries()) {
      const other = [...others[i]!.probabilities, others[i]!.confidence][k]!
      if (Number.isNaN(other)) expect(value).toBeNaN()
      else expect(Math.abs(value - other)).toBeLessThan(1e-15)
    }
  }
}

const COLUMNS = [
  'row',
  'file',
  'file_row',
  'id',
  'z_est',
  'class',
  'p_deltaz_lt_1e_3',
  'p_deltaz_ge_1e_3',
  'confidence',
]
const applied = appliedFixture()
const KEPT: AppliedReading = { temperature: null, kept: { classIndex: 1, threshold: 0.75 } }

describe('rows that are kept', () => {
  const kept = expected(applied).map(({ probabilities }) => probabilities[1]! >= 0.75)
  const last = (rows: string[][]) => rows.map((cells) => cells.at(-1))

  test('are some', () => expect(new Set(kept).size).toBe(2))

  test.each([
    ['csv', '\r\n', 'true', 'false'],
    ['ecsv', '\n', 'True', 'False'],
  ] as const)('%s', async (format, end, yes, no) => {
    const [head, ...rows] = records((await text(applied, format, KEPT)).replaceAll(/^#.*\n/gm, ''), end)
    expect(head).toEqual([...COLUMNS, 'kept'])
    expect(last(rows)).toEqual(kept.map((is) => (is ? yes : no)))
  })

  test('VOTable', async () => {
    const xml = await text(applied, 'votable', KEPT)
    expect(xml).toContain('<FIELD name="kept" datatype="boolean" ucd="meta.code.qual">')
    expect(xml).toContain('Whether the probability of Deltaz&gt;=1e-3 is at least 0.75')
    expect(xml).toContain(
      '<INFO name="kept_class" value="Deltaz&gt;=1e-3"/>\n<INFO name="kept_threshold" value="0.75"/>',
    )
    const cells = [...xml.matchAll(/<TD>([^<]*)<\/TD><\/TR>/g)].map(([, cell]) => cell)
    expect(cells).toEqual(kept.map((is) => (is ? 'T' : 'F')))
  })

  test('NPY', async () => {
    const [bare, bytes] = await Promise.all(
      [AS_GIVEN, KEPT].map(
        async (reading) => new Uint8Array(await encodeApplied(applied, 'npy', reading).arrayBuffer()),
      ),
    )
    const offset = 10 + new DataView(bytes!.buffer).getUint16(8, true)
    expect(new TextDecoder().decode(bytes!.subarray(10, offset))).toContain(
      "('confidence', '<f8'), ('kept', '|b1')]",
    )
    const size = (bytes!.length - offset) / kept.length
    expect(size).toBe(8 + 64 + 8 + 84 + 8 + 4 + 48 + 16 + 8 + 1)
    expect(kept.map((_, row) => bytes![offset + (row + 1) * size - 1] === 1)).toEqual(kept)
    expect(bare!.length).toBeLessThan(bytes!.length)
  })
})

describe('CSV', () => {
  /** A spreadsheet would run these; numbers stay numbers. */
  const guarded = (rows: readonly Row[]) =>
    rows.map((row) => (row.id === '=1+2' ? { ...row, id: "'=1+2" } : row))

  test('has every row, in records of RFC 4180 without comments', async () => {
    const [head, ...rows] = records(await text(applied, 'csv'), '\r\n')
    expect(head).toEqual(COLUMNS)
    close(rows.map(rowOf), guarded(expected(withReplaced(applied))))
  })

  test('divides the logits by the temperature', async () => {
    const [, ...rows] = records(await text(applied, 'csv', { temperature: 2.5, kept: null }), '\r\n')
    close(rows.map(rowOf), guarded(expected(withReplaced(applied), 2.5)))
  })

  test('ids that are integers stay so, with every digit', async () => {
    const numbered = appliedFixture(['-9007199254740993', '1237648720693755904', '-1e9', '-0x1'], 4)
    const [, ...rows] = records(await text(numbered, 'csv'), '\r\n')
    expect(rows.map(([, , , id]) => id)).toEqual([
      '-9007199254740993',
      '1237648720693755904',
      "'-1e9",
      "'-0x1",
    ])
  })

  test('leaves out what the files do not have', async () => {
    const bare = { ...appliedFixture(null, 4), redshift: null }
    const lines = (await text(bare, 'csv')).split('\r\n')
    expect(lines[0]).toBe('row,file,file_row,class,p_deltaz_lt_1e_3,p_deltaz_ge_1e_3,confidence')
    expect(lines[4]).toBe('3,später/b&w.fits,0,,,,')
    expect(lines).toHaveLength(6)
  })
})

/** Half of a surrogate pair cannot be written. */
function withReplaced(given: AppliedPredictions): AppliedPredictions {
  return { ...given, ids: given.ids?.map((id) => (id === 'half \ud83d' ? 'half \ufffd' : id)) ?? null }
}

describe('ECSV', () => {
  test('says types and where the rows come from in its head', async () => {
    const given = { ...applied, card: { ...CARD, temperature: 1.25, training: TRAINING } }
    const lines = (await text(given, 'ecsv', { temperature: 1.5, kept: KEPT.kept })).split('\n')
    const end = lines.findIndex((line) => !line.startsWith('#'))
    expect(lines.slice(0, end)).toEqual([
      '# %ECSV 1.0',
      '# ---',
      "# delimiter: ','",
      '# datatype:',
      '# - {name: row, datatype: int64}',
      '# - {name: file, datatype: string}',
      '# - {name: file_row, datatype: int64}',
      '# - {name: id, datatype: string}',
      '# - {name: z_est, datatype: float64}',
      '# - {name: class, datatype: string}',
      '# - {name: p_deltaz_lt_1e_3, datatype: float64}',
      '# - {name: p_deltaz_ge_1e_3, datatype: float64}',
      '# - {name: confidence, datatype: float64}',
      '# - {name: kept, datatype: bool}',
      '# meta: !!omap',
      '# - {network: "CNN3, DeltaZ"}',
      '# - {architecture: "CNN3"}',
      '# - {target: "DeltaZ"}',
      '# - {classes: ["Deltaz<1e-3", "Deltaz>=1e-3"]}',
      '# - {input: "logPDF"}',
      '# - {temperature: 1.5}',
      '# - {temperature_in_weights: 1.25}',
      '# - {kept_class: "Deltaz>=1e-3"}',
      '# - {kept_threshold: 0.75}',
      '# - {studio: "0.1.0"}',
      '# - {trained_with_studio: "0.1.0"}',
      '# - {trained: "2026-11-26T20:00:00.000Z"}',
      '# - {training_epoch: 7}',
      '# - {training_dataset: "DeltaZ balanced"}',
      '# - {training_fingerprint: "0123abcd"}',
      '# - {notes: ["1 of 17 rows has no answer: \\"tonight\\".", "Zweite Note: gr\\U000000f6\\U000000dfer > 1 \\\\ & 2 < 3"]}',
      '# schema: astropy-2.0',
    ])
    expect(lines[end]).toBe([...COLUMNS, 'kept'].join(','))
  })

  test('has every row; what astropy takes for ends of lines is replaced', async () => {
    const table = (await text(applied, 'ecsv')).replaceAll(/^#.*\n/gm, '')
    const [, ...rows] = records(table, '\n')
    const readable = expected(withReplaced(applied)).map((row) =>
      row.id.startsWith('odd')
        ? { ...row, id: 'odd\ufffd\ufffd\ufffd\ufffd\ufffdends' }
        : { ...row, id: row.id.replaceAll('\r', '\ufffd') },
    )
    close(rows.map(rowOf), readable)
  })
})

const TRAINING = {
  epoch: 7,
  dataset: {
    name: 'DeltaZ balanced',
    fingerprint: '0123abcd',
    counts: { train: [], validation: [], test: [] },
  },
} as unknown as NonNullable<AppliedPredictions['card']['training']>

describe('VOTable', () => {
  const unescaped = (xml: string) =>
    xml.replace(/&(?:#(\d+)|(\w+));/g, (_, code: string | undefined, name: string | undefined) =>
      code === undefined
        ? { amp: '&', lt: '<', gt: '>', quot: '"' }[name!]!
        : String.fromCharCode(Number(code)),
    )

  test('declares its fields', async () => {
    const xml = await text(applied, 'votable')
    expect(xml.slice(0, 107)).toBe(
      '<?xml version="1.0" encoding="UTF-8"?>\n<VOTABLE version="1.4" xmlns="http://www.ivoa.net/xml/VOTable/v1.3">',
    )
    const fields = [
      ...xml.matchAll(/<FIELD name="(\w+)" datatype="(\w+)"(?: arraysize="(.)")? ucd="([^"]+)">/g),
    ]
    expect(fields.map(([, ...words]) => words.map((word) => word ?? '').join(' '))).toEqual([
      'row long  meta.record',
      'file unicodeChar * meta.id;meta.file',
      'file_row long  meta.record',
      'id unicodeChar * meta.id;meta.main',
      'z_est double  src.redshift',
      'class unicodeChar * meta.code.class',
      'p_deltaz_lt_1e_3 double  stat.probability',
      'p_deltaz_ge_1e_3 double  stat.probability',
      'confidence double  stat.probability',
    ])
    const infos = [...xml.matchAll(/<INFO name="(\w+)" value="([^"<>]*)"\/>/g)]
    expect(infos.slice(-2).map(([, name, value]) => [name, unescaped(value!)])).toEqual(
      applied.notes.map((note) => ['notes', note]),
    )
    expect(xml).toContain('<TABLE name="predictions" nrows="17">')
  })

  test('has every row, escaped, with U+FFFD for what XML cannot hold', async () => {
    const xml = await text(applied, 'votable')
    const rows = [...xml.matchAll(/<TR>(.*?)<\/TR>\n/gs)].map(([, row]) =>
      [...row!.matchAll(/<TD>([^<>"\r\t]*)<\/TD>/g)].map(([, cell]) => unescaped(cell!)),
    )
    const readable = expected(withReplaced(applied)).map((row) => ({
      ...row,
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
      id: row.id.replace(/[\u0001\u000b\u000c\u001c]/g, '\ufffd'),
    }))
    close(rows.map(rowOf), readable)
  })
})

describe('NPY', () => {
  test('is a structured array of the fields, without pickle', async () => {
    const bytes = new Uint8Array(await encodeApplied(applied, 'npy', AS_GIVEN).arrayBuffer())
    const view = new DataView(bytes.buffer)
    expect([...bytes.subarray(0, 8)]).toEqual([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0])
    const offset = 10 + view.getUint16(8, true)
    expect(offset % 64).toBe(0)
    const head = new TextDecoder().decode(bytes.subarray(10, offset))
    expect(head.trimEnd()).toBe(
      "{'descr': [('row', '<i8'), ('file', '<U16'), ('file_row', '<i8'), ('id', '<U21'), ('z_est', '<f8'), ('class_index', '<i4'), ('class', '<U12'), ('probability', '<f8', (2,)), ('confidence', '<f8')], 'fortran_order': False, 'shape': (17,), }",
    )
    expect(head.endsWith('\n')).toBe(true)
    const size = 8 + 64 + 8 + 84 + 8 + 4 + 48 + 16 + 8
    expect(bytes.length).toBe(offset + IDS.length * size)

    const characters = (at: number, length: number) =>
      Array.from({ length }, (_, i) => view.getUint32(at + 4 * i, true))
        .filter((code) => code !== 0)
        .map((code) => String.fromCodePoint(code))
        .join('')
    const rows = IDS.map((_, i): Row & { readonly index: number } => {
      const at = offset + i * size
      return {
        row: Number(view.getBigInt64(at, true)),
        file: characters(at + 8, 16),
        fileRow: Number(view.getBigInt64(at + 72, true)),
        id: characters(at + 80, 21),
        redshift: view.getFloat64(at + 164, true),
        index: view.getInt32(at + 172, true),
        name: characters(at + 176, 12),
        probabilities: [view.getFloat64(at + 224, true), view.getFloat64(at + 232, true)],
        confidence: view.getFloat64(at + 240, true),
      }
    })
    close(
      rows.map(({ index, ...row }) => row),
      expected(withReplaced(applied)),
    )
    for (const { index, name } of rows) expect(index).toBe(CARD.classes.indexOf(name))
  })

  test('of nothing but rows, and more of them than one piece', async () => {
    const rows = 10_000
    const bare = { ...appliedFixture(null, rows), redshift: null }
    const bytes = await encodeApplied(bare, 'npy', AS_GIVEN).arrayBuffer()
    const view = new DataView(bytes)
    const size = 8 + 64 + 8 + 4 + 48 + 16 + 8
    const offset = bytes.byteLength - rows * size
    expect(new TextDecoder().decode(bytes.slice(0, offset))).toContain(
      "[('row', '<i8'), ('file', '<U16'), ('file_row', '<i8'), ('class_index', '<i4'), ('class', '<U12'), ('probability', '<f8', (2,)), ('confidence', '<f8')], 'fortran_order': False, 'shape': (10000,), }",
    )
    const rowsExpected = expected(bare)
    for (const row of [0, 4095, 4096, 8191, 8192, 9999]) {
      expect(view.getBigInt64(offset + row * size, true)).toBe(BigInt(row))
      expect(view.getFloat64(offset + row * size + 132, true)).toBeCloseTo(
        rowsExpected[row]!.probabilities[0]!,
        14,
      )
    }
  })
})
