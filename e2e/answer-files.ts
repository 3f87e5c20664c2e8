// The four tables of a network's answers, each read by a few lines of the journeys' own: nothing here comes from the studio.

import { csvCells } from './downloads.ts'

/** One row of a table; what is not known is NaN or ''. */
export interface AnswerRow {
  readonly row: number
  readonly file: string
  readonly fileRow: number
  readonly id?: string
  readonly z?: number
  readonly called: string
  readonly p: readonly number[]
  readonly confidence: number
  readonly kept: boolean
}

/** A table, and what its head says of network and rows. */
export interface AnswerFile {
  /** names of its columns */
  readonly columns: readonly string[]
  readonly rows: readonly AnswerRow[]
  readonly about: Readonly<Record<string, readonly string[]>>
}

/** Comma-separated values have no head. */
export function parseAnswersCsv(text: string): AnswerFile {
  const [columns, ...lines] = csvCells(text)
  return { columns: columns!, rows: lines.map((cells) => rowOf(columns!, cells)), about: {} }
}

/** Comments of YAML, one key to a line, then CSV. */
export function parseAnswersEcsv(text: string): AnswerFile {
  const lines = text.split('\n')
  if (lines.pop() !== '') throw new Error('The last line has no end.')
  const head = lines.filter((line) => line.startsWith('# ')).map((line) => line.slice(2))
  const [columns, ...rows] = lines.filter((line) => !line.startsWith('#')).map((line) => line.split(','))
  const meta = head.slice(head.indexOf('meta: !!omap') + 1)
  const about = meta.flatMap((line) => {
    const found = /^- \{(\w+): (.*)\}$/.exec(line)
    return found === null ? [] : [[found[1]!, listOf(JSON.parse(plainQuotes(found[2]!)))] as const]
  })
  const described = head.flatMap((line) => /^- \{name: (\w+), datatype: \w+\}$/.exec(line)?.[1] ?? [])
  if (described.join() !== columns!.join()) throw new Error('The head describes other columns.')
  return {
    columns: columns!,
    rows: rows.map((cells) => rowOf(columns!, cells)),
    about: Object.fromEntries(about),
  }
}

/** YAML's escapes of eight digits as JSON's of four. */
function plainQuotes(yaml: string): string {
  return yaml.replace(/\\U0000([0-9a-f]{4})/g, '\\u$1')
}

/** Elements of XML, each on a line of its own. */
export function parseAnswersVotable(text: string): AnswerFile {
  const attribute = (element: string, name: string) =>
    plainText(new RegExp(` ${name}="([^"]*)"`).exec(element)![1]!)
  const columns = [...text.matchAll(/<FIELD [^>]*>/g)].map(([element]) => attribute(element, 'name'))
  const rows = [...text.matchAll(/<TR>(.*?)<\/TR>/gs)].map(([, cells]) =>
    [...cells!.matchAll(/<TD>(.*?)<\/TD>/gs)].map(([, cell]) => plainText(cell!)),
  )
  const stated = Number(/<TABLE [^>]*nrows="(\d+)"/.exec(text)![1])
  if (stated !== rows.length) throw new Error(`The table has ${rows.length} rows and says ${stated}.`)
  const about: Record<string, string[]> = {}
  for (const [element] of text.matchAll(/<INFO [^>]*>/g)) {
    const name = attribute(element, 'name')
    about[name] = [...(about[name] ?? []), attribute(element, 'value')]
  }
  return { columns, rows: rows.map((cells) => rowOf(columns, cells)), about }
}

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', amp: '&' }

function plainText(xml: string): string {
  return xml.replace(/&(#(\d+)|\w+);/g, (_, name: string, code?: string) =>
    code === undefined ? ENTITIES[name]! : String.fromCodePoint(Number(code)),
  )
}

/** Records of a structured NumPy array; it has no head beside the names and types of its fields. */
export function parseAnswersNpy(bytes: Buffer): AnswerFile & { readonly classIndex: readonly number[] } {
  const start = 10 + bytes.readUInt16LE(8)
  const head = bytes.toString('latin1', 10, start)
  const shape = Number(/'shape': \((\d+),\)/.exec(head)![1])
  const fields = [...head.matchAll(/\('(\w+)', '[<|](\w)(\d+)'(?:, \((\d+),\))?\)/g)].map(
    ([, name, kind, size, length]) => ({
      name: name!,
      kind: kind!,
      bytes: Number(size) * (kind === 'U' ? 4 : 1),
      length: Number(length ?? 1),
    }),
  )
  const recordBytes = fields.reduce((sum, field) => sum + field.bytes * field.length, 0)
  if (start + shape * recordBytes !== bytes.length) throw new Error('The file has another size than it says.')
  const classIndex: number[] = []
  const rows = Array.from({ length: shape }, (_, row) => {
    let at = start + row * recordBytes
    const values: Record<string, (string | number)[]> = {}
    for (const { name, kind, bytes: size, length } of fields) {
      values[name] = Array.from({ length }, (_, i) => valueAt(bytes, at + i * size, kind, size))
      at += size * length
    }
    classIndex.push(Number(values.class_index![0]))
    return {
      row: Number(values.row![0]),
      file: String(values.file![0]),
      fileRow: Number(values.file_row![0]),
      ...(values.id && { id: String(values.id[0]) }),
      ...(values.z_est && { z: Number(values.z_est[0]) }),
      called: String(values.class![0]),
      p: values.probability!.map(Number),
      confidence: Number(values.confidence![0]),
      kept: values.kept![0] === 1,
    }
  })
  return { columns: fields.map(({ name }) => name), rows, about: {}, classIndex }
}

function valueAt(bytes: Buffer, at: number, kind: string, size: number): string | number {
  switch (kind) {
    case 'b':
      return bytes.readUInt8(at)
    case 'i':
      return size === 8 ? Number(bytes.readBigInt64LE(at)) : bytes.readInt32LE(at)
    case 'f':
      return bytes.readDoubleLE(at)
    case 'U':
      return Array.from({ length: size / 4 }, (_, i) => bytes.readUInt32LE(at + 4 * i))
        .filter((code) => code !== 0)
        .map((code) => String.fromCodePoint(code))
        .join('')
    default:
      throw new Error(`No field was expected to be of the kind ${kind}.`)
  }
}

function rowOf(columns: readonly string[], cells: readonly string[]): AnswerRow {
  if (cells.length !== columns.length) throw new Error(`A row has ${cells.length} cells: ${cells.join()}`)
  const cell = (name: string) => cells[columns.indexOf(name)]!
  const probabilities = columns.flatMap((name, i) => (name.startsWith('p_') ? [cells[i]!] : []))
  return {
    row: numberOf(cell('row')),
    file: cell('file'),
    fileRow: numberOf(cell('file_row')),
    ...(columns.includes('id') && { id: cell('id') }),
    ...(columns.includes('z_est') && { z: numberOf(cell('z_est')) }),
    called: cell('class'),
    p: probabilities.map(numberOf),
    confidence: numberOf(cell('confidence')),
    kept: truthOf(cell('kept')),
  }
}

/** As each of the formats writes it. */
function truthOf(text: string): boolean {
  if (/^(true|True|T)$/.test(text)) return true
  if (/^(false|False|F)$/.test(text)) return false
  throw new Error(`"${text}" is neither true nor false.`)
}

/** '' is no number, which `Number` takes for 0. */
function numberOf(text: string): number {
  return text === '' ? Number.NaN : Number(text)
}

function listOf(value: unknown): readonly string[] {
  return (Array.isArray(value) ? value : [value]).map(String)
}
