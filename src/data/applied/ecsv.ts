// Enhanced character-separated values, version 1.0, as astropy reads them: a YAML head in comments, then CSV.
// Format: https://github.com/astropy/astropy-APEs/blob/main/APE6.rst

import type { AppliedPredictions, AppliedReading } from '../../core/applied.ts'
import { type About, aboutApplied } from './about.ts'
import { appliedRows, probabilityNames } from './rows.ts'
import { textBlob } from './text-blob.ts'

/**
 * The table; columns `id` and `z_est` only where the files have them, `kept` where somebody chose. Numbers that are not known
 * are nan, texts are empty, which astropy masks.
 */
export function encodeEcsv(applied: AppliedPredictions, reading: AppliedReading): Blob {
  return textBlob(lines(applied, reading), 'text/plain;charset=utf-8')
}

function* lines(applied: AppliedPredictions, reading: AppliedReading): Generator<string, void, void> {
  const hasIds = applied.ids !== null
  const hasRedshift = applied.redshift !== null
  const hasKept = reading.kept !== null
  const columns: readonly (readonly [name: string, datatype: string])[] = [
    ['row', 'int64'],
    ['file', 'string'],
    ['file_row', 'int64'],
    ...(hasIds ? ([['id', 'string']] as const) : []),
    ...(hasRedshift ? ([['z_est', 'float64']] as const) : []),
    ['class', 'string'],
    ...probabilityNames(applied.card.classes).map((name) => [name, 'float64'] as const),
    ['confidence', 'float64'],
    ...(hasKept ? ([['kept', 'bool']] as const) : []),
  ]
  yield head(columns, aboutApplied(applied, reading))
  for (const each of appliedRows(applied, reading)) {
    const cells = [
      String(each.row),
      textCell(each.file),
      String(each.fileRow),
      ...(hasIds ? [textCell(each.id ?? '')] : []),
      ...(hasRedshift ? [numberCell(each.redshift)] : []),
      textCell(each.className),
      ...Array.from(each.probabilities, numberCell),
      numberCell(each.confidence),
      // as astropy writes them, and as it wants them
      ...(hasKept ? [each.kept ? 'True' : 'False'] : []),
    ]
    yield `${cells.join(',')}\n`
  }
}

function head(columns: readonly (readonly [string, string])[], about: About): string {
  const comments = [
    '%ECSV 1.0',
    '---',
    "delimiter: ','",
    'datatype:',
    ...columns.map(([name, datatype]) => `- {name: ${name}, datatype: ${datatype}}`),
    'meta: !!omap',
    ...about.map(([name, value]) => `- {${name}: ${yamlValue(value)}}`),
    'schema: astropy-2.0',
  ]
  const names = columns.map(([name]) => name).join(',')
  return `${comments.map((line) => `# ${line}\n`).join('')}${names}\n`
}

function yamlValue(value: About[number][1]): string {
  if (typeof value === 'number') return String(value)
  return typeof value === 'string' ? yamlText(value) : `[${value.map(yamlText).join(', ')}]`
}

/** Quoted, in ASCII: YAML takes some characters for ends of lines, and refuses others. */
function yamlText(text: string): string {
  const escaped = text.replace(/["\\]|[^ -~]/gu, (character) => {
    if (character === '"' || character === '\\') return `\\${character}`
    return `\\U${character.codePointAt(0)!.toString(16).padStart(8, '0')}`
  })
  return `"${escaped}"`
}

/** astropy takes these for ends of lines, and of a row, even between quotes, or makes line feeds of them: U+FFFD stands for them. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const LINE_ENDS = /[\r\u000b\u000c\u001c-\u001e\u0085\u2028\u2029]/g

function textCell(text: string): string {
  const plain = text.replace(LINE_ENDS, '\ufffd')
  return /^\s|\s$|[",\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain
}

function numberCell(value: number): string {
  return Number.isFinite(value) ? String(value) : 'nan'
}
