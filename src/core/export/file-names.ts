// Names of exported files and labels that are safe on every system and in LaTeX.

import type { RunRecord } from '../run-record.ts'

/** What a name is made from. */
export type Named = Pick<RunRecord, 'name' | 'at' | 'source' | 'report'>

const MOST_CHARACTERS = 80
/** Names that Windows keeps for devices, whatever the extension. */
const DEVICE = /^(con|prn|aux|nul|com\d|lpt\d)$/i

/**
 * Name of an exported file, for example `redshift-studio_DeltaZ_CNN3_2026-11-26_paper-kit.zip`. The date is that of the report,
 * UTC. A report that does not know its target and model, as those of LAM-Redshift, keeps the name of its own file.
 * @param suffix all that follows, with the extension: `_paper-kit.zip`, `.npy`
 */
export function exportFileName(record: Named, suffix: string): string {
  return `${baseName(record)}${suffix}`
}

/** The same without date and program, in letters, digits and hyphens: `DeltaZ-CNN3`. For `\label`. */
export function labelName(record: Named): string {
  const { meta } = record.report
  const base = meta?.target && meta.model ? `${meta.target}-${meta.model}` : baseName(record)
  return base.replace(/[^A-Za-z0-9]+/g, '-').replace(/^-|-$/g, '')
}

function baseName({ name, at, source, report: { meta } }: Named): string {
  if (meta?.target && meta.model) {
    const date = meta.created ?? new Date(at).toISOString()
    return `redshift-studio_${safeName(meta.target)}_${safeName(meta.model)}_${safeName(date.slice(0, 10))}`
  }
  return safeName(source.kind === 'imported' ? withoutFolders(source.file) : name)
}

/** `reports/CNN_PDF.npy` as `CNN_PDF`. */
function withoutFolders(path: string): string {
  return path.replace(/^.*[/\\]/s, '').replace(/\.(npy|json)$/i, '')
}

/** Letters of ASCII, digits and `. _ + = -`; accents go, anything else becomes a hyphen; `run` where nothing is left. */
function safeName(name: string): string {
  const plain = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^A-Za-z0-9._+=-]+/g, '-')
    // a name that begins with a dot is hidden, one that begins with a hyphen looks like an option
    .replace(/^[.-]+/, '')
    .slice(0, MOST_CHARACTERS)
    .replace(/[.-]+$/, '')
  return plain === '' ? 'run' : DEVICE.test(plain) ? `run-${plain}` : plain
}
