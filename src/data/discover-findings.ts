// What is said about chosen files that make no data set.

import type { Discovery, Finding } from '../core/dataset-report.ts'
import type { NamedFile } from './file-names.ts'
import { finding, formatList } from './finding.ts'

const HOW_TO_NAME =
  'Choose the folder that holds TRAIN, VALID and TEST, or name the files X_train.npy, Y_train.npy and so on.'

/** Several files for one role. */
export function conflict(files: readonly NamedFile[], role: string): Finding {
  const paths = files.map(({ path }) => path)
  return finding(
    'block',
    'ambiguous-files',
    `${formatList(paths)} ${paths.length === 2 ? 'both' : 'all'} claim to be the ${role}. Remove all but one.`,
    {
      file: paths[0]!,
      counts: { files: paths.length },
    },
  )
}

/** Splits or files that a folder lacks, and what it has. */
export function incomplete(
  folders: readonly string[],
  missing: readonly string[],
  lostSplit: boolean,
  found: readonly NamedFile[],
): Finding {
  const path = folders.join('/')
  const where = path === '' ? 'The chosen files' : path
  const lack = path === '' ? 'lack' : 'lacks'
  const names = found.map((file) => [...file.folders.slice(folders.length), file.name].join('/'))
  return finding(
    'block',
    lostSplit ? 'missing-split' : 'missing-files',
    `${where} ${lack} ${formatList(missing)}; found ${formatList(names)}. A data set is TRAIN, VALID and TEST with X and Y each.`,
    { file: path, counts: { missing: missing.length, found: found.length } },
  )
}

/** Why files without a split, or no usable files at all, are not a data set. */
export function describeLoose(
  loose: readonly NamedFile[],
  all: readonly NamedFile[],
  explained: boolean,
): { layout: Discovery['layout']; findings: readonly Finding[] } {
  const raw = loose.length > 0 && loose.every((file) => file.raw)
  if (raw) {
    const names = formatList(loose.map(({ path }) => path))
    const lack = loose.some(({ role }) => role === 'x')
      ? ''
      : ' The posteriors (pdfs*.npy) are not among them.'
    const message = `${names}: raw files, which must be split first (processData.py makes TRAIN, VALID and TEST). This version does not split.${lack}`
    return { layout: 'raw', findings: [finding('block', 'raw-files', message, { file: loose[0]!.path })] }
  }
  if (loose.length > 0) {
    const message = `${timesNamed(loose)}: neither a folder nor a name says which belongs to TRAIN, VALID or TEST. ${HOW_TO_NAME}`
    return {
      layout: 'files',
      findings: [finding('block', 'no-split-names', message, { counts: { files: loose.length } })],
    }
  }
  if (explained) return { layout: 'nothing', findings: [] }
  const first = formatList(all.slice(0, 3).map(({ path }) => path))
  const found =
    all.length === 0
      ? 'No data files were chosen.'
      : `No data set among ${all.length} files (${first}${all.length > 3 ? ' ...' : ''}).`
  return {
    layout: 'nothing',
    findings: [finding('block', 'no-data-set', `${found} ${HOW_TO_NAME}`, { counts: { files: all.length } })],
  }
}

function timesNamed(files: readonly NamedFile[]): string {
  const times = new Map<string, number>()
  for (const { path } of files) times.set(path, (times.get(path) ?? 0) + 1)
  return formatList([...times].map(([path, count]) => (count === 1 ? path : `${path} (${count} times)`)))
}
