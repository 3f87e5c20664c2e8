// VOTable 1.4, which TOPCAT, Aladin and astropy read. Its rows are plain text (TABLEDATA): larger than BINARY2, and any XML
// parser reads them.
// Format: https://www.ivoa.net/documents/VOTable/20191021/

import type { AppliedPredictions, AppliedReading } from '../../core/applied.ts'
import { type About, aboutApplied } from './about.ts'
import { type AppliedRow, appliedRows, probabilityNames } from './rows.ts'
import { textBlob } from './text-blob.ts'

/** A column. Words of UCD1+: https://www.ivoa.net/documents/UCD1+/ */
interface Field {
  readonly name: string
  readonly datatype: 'long' | 'double' | 'unicodeChar' | 'boolean'
  readonly ucd: string
  readonly description: string
  readonly cell: (row: AppliedRow) => string
}

/**
 * The table; columns `id` and `z_est` only where the files have them, `kept` where somebody chose. Numbers that are not known
 * are NaN, texts are empty.
 */
export function encodeVotable(applied: AppliedPredictions, reading: AppliedReading): Blob {
  return textBlob(pieces(applied, reading), 'application/x-votable+xml')
}

function* pieces(applied: AppliedPredictions, reading: AppliedReading): Generator<string, void, void> {
  const fields = fieldsOf(applied, reading)
  yield `<?xml version="1.0" encoding="UTF-8"?>
<VOTABLE version="1.4" xmlns="http://www.ivoa.net/xml/VOTable/v1.3">
<RESOURCE type="results">
${aboutApplied(applied, reading).map(infoElements).join('')}<TABLE name="predictions" nrows="${applied.rows}">
${fields.map(fieldElement).join('')}<DATA>
<TABLEDATA>
`
  for (const row of appliedRows(applied, reading)) {
    yield `<TR>${fields.map(({ cell }) => `<TD>${cell(row)}</TD>`).join('')}</TR>\n`
  }
  yield `</TABLEDATA>
</DATA>
</TABLE>
</RESOURCE>
</VOTABLE>
`
}

function fieldsOf({ card, ids, redshift }: AppliedPredictions, { kept }: AppliedReading): readonly Field[] {
  const text = (name: string, ucd: string, description: string, of: (row: AppliedRow) => string): Field => ({
    name,
    datatype: 'unicodeChar',
    ucd,
    description,
    cell: (row) => escapeXml(of(row)),
  })
  const number = (
    name: string,
    ucd: string,
    description: string,
    of: (row: AppliedRow) => number,
  ): Field => ({
    name,
    datatype: 'double',
    ucd,
    description,
    cell: (row) => String(of(row)),
  })
  const whole = (...args: Parameters<typeof number>): Field => ({ ...number(...args), datatype: 'long' })
  return [
    whole('row', 'meta.record', 'Row over all files, from 0', ({ row }) => row),
    text('file', 'meta.id;meta.file', 'File of the posterior', ({ file }) => file),
    whole('file_row', 'meta.record', 'Row in its file, from 0', ({ fileRow }) => fileRow),
    ...(ids === null ? [] : [text('id', 'meta.id;meta.main', 'Name of the object', ({ id }) => id ?? '')]),
    ...(redshift === null
      ? []
      : [number('z_est', 'src.redshift', 'Estimated redshift of the file', (row) => row.redshift)]),
    text('class', 'meta.code.class', 'Most probable class', ({ className }) => className),
    ...probabilityNames(card.classes).map((name, i) =>
      number(
        name,
        'stat.probability',
        `Probability of ${card.classes[i]}`,
        ({ probabilities }) => probabilities[i]!,
      ),
    ),
    number('confidence', 'stat.probability', 'Highest probability', ({ confidence }) => confidence),
    ...(kept === null ? [] : [keptField(card.classes[kept.classIndex]!, kept.threshold)]),
  ]
}

function keptField(className: string, threshold: number): Field {
  return {
    name: 'kept',
    datatype: 'boolean',
    ucd: 'meta.code.qual',
    description: `Whether the probability of ${className} is at least ${threshold}`,
    cell: ({ kept }) => (kept ? 'T' : 'F'),
  }
}

function fieldElement({ name, datatype, ucd, description }: Field): string {
  const size = datatype === 'unicodeChar' ? ' arraysize="*"' : ''
  return `<FIELD name="${name}" datatype="${datatype}"${size} ucd="${ucd}"><DESCRIPTION>${escapeXml(description)}</DESCRIPTION></FIELD>\n`
}

/** One element per value: a list has one for each of its own. */
function infoElements([name, value]: About[number]): string {
  const values = Array.isArray(value) ? value : [value]
  return values.map((each) => `<INFO name="${name}" value="${escapeXml(String(each))}"/>\n`).join('')
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  // parsers make line feeds of carriage returns, and spaces of all in attributes
  '\r': '&#13;',
  '\n': '&#10;',
  '\t': '&#9;',
}

/** XML 1.0 has no place for other control characters, and for U+FFFE and U+FFFF. */
function escapeXml(text: string): string {
  return text.replace(/[&<>"\r\n\t]/g, (sign) => ENTITIES[sign]!).replace(NO_CHARACTER, '\ufffd')
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const NO_CHARACTER = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g
