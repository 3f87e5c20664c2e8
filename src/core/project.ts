// A project: which data, how they are prepared, and the settings of the next run, as one small JSON. The data themselves
// never are in it, only what tells whether the same ones were opened. public/project.schema.json describes it for other
// programs.

import * as v from 'valibot'
import type { ColumnMapping } from './column-roles.ts'
import type { DatasetCandidate, DatasetReport, Finding } from './dataset-report.ts'
import { StudioError } from './errors.ts'
import { formatInteger } from './format.ts'
import { parseJson, placeText, valueText } from './json-text.ts'
import type { Preparation } from './preparation.ts'
import { MOST_PROJECT_FILES, PROJECT_FIELDS } from './project-fields.ts'
import type { RunSettings } from './run.ts'
import type { SimulationSettings } from './simulate.ts'
import { SPLIT_NAMES, type SplitName } from './split-names.ts'
import type { TargetId } from './targets.ts'

/** How a project file says what it is. */
export const PROJECT_FORMAT = 'redshift-studio-project'
/** It grows when a key changes its meaning or goes. */
export const PROJECT_VERSION = 1

/** A file of the data. */
export interface ProjectFileEntry {
  /** inside what was chosen */
  readonly path: string
  /** of the arrays or columns that the splits read, together */
  readonly bytes: number
}

/** A sample is its settings; files are told by name and size. */
export type ProjectData =
  | { readonly kind: 'sample'; readonly sample: SimulationSettings }
  | {
      readonly kind: 'files'
      /** `DatasetCandidate.id` */
      readonly candidate: DatasetCandidate['id']
      readonly name: string
      /** of the splits, as prepared */
      readonly rows: Readonly<Record<SplitName, number>>
      /** points per posterior */
      readonly width: number
      /** the first 200 */
      readonly files: readonly ProjectFileEntry[]
      readonly columns: ColumnMapping
    }

/** The content of a project file. */
export interface Project {
  readonly format: typeof PROJECT_FORMAT
  readonly version: typeof PROJECT_VERSION
  /** version of the studio that saved it */
  readonly studio: string
  /** ISO 8601, UTC */
  readonly created: string
  readonly data: ProjectData
  readonly target: TargetId
  readonly preparation: Preparation
  /** the rows as they lie in the files */
  readonly sourceFingerprint: string
  /** rows and labels of the splits, after the preparation */
  readonly fingerprint: string
  readonly keepMegabytes: number
  /** of the next run */
  readonly settings: RunSettings
}

/** What a project is made of. */
export interface ProjectParts {
  /** of the data in use, after their scan */
  readonly report: DatasetReport
  readonly settings: RunSettings
  readonly columns: ColumnMapping
  /** id of the candidate in use; '' for a sample */
  readonly candidate: DatasetCandidate['id']
  readonly keepMegabytes: number
  /** settings of the sample in use; `null` where files are in use */
  readonly sample: SimulationSettings | null
  /** version of the studio */
  readonly studio: string
  /** ISO 8601, UTC, as `Date.toISOString` gives it */
  readonly created: string
}

/**
 * The project of the data in use.
 * @throws StudioError `bad-input` before the scan has ended: nothing could be verified later
 */
export function makeProject(parts: ProjectParts): Project {
  const { report, settings, columns, candidate, keepMegabytes, sample, studio, created } = parts
  const { name, target, preparation, splits, width, sourceFingerprint, fingerprint } = report
  if (sourceFingerprint === '' || fingerprint === '') {
    throw new StudioError(
      'bad-input',
      `The posteriors of ${name} have not been read yet, so a project could not tell them from others.`,
      'Save the project when they have been read.',
    )
  }
  const rows = { train: splits.train.rows, validation: splits.validation.rows, test: splits.test.rows }
  const files = filesOf(report).slice(0, MOST_PROJECT_FILES)
  return {
    format: PROJECT_FORMAT,
    version: PROJECT_VERSION,
    studio,
    created,
    data:
      sample === null
        ? { kind: 'files', candidate, name, rows, width, files, columns }
        : { kind: 'sample', sample },
    target,
    preparation,
    sourceFingerprint,
    fingerprint,
    keepMegabytes,
    settings,
  }
}

/** File name of a project, for example `redshift-studio_DeltaZ_project_2026-11-26.json`. The date is UTC. */
export function projectFileName({ target, created }: Pick<Project, 'target' | 'created'>): string {
  return `redshift-studio_${target}_project_${created.slice(0, 10)}.json`
}

/**
 * Reads a project file. Keys that are not known are left out; `settings.classWeights` may be absent.
 * @param text of the file; the caller limits its size
 * @param file name, for messages
 * @throws StudioError `bad-input` that says what was found where, and what was expected
 */
export function parseProject(text: string, file: string): Project {
  const value = parseJson(text, file, WHICH_FILE)
  checkFormat(value, file)
  const { success, output, issues } = v.safeParse(PROJECT_FIELDS, value, { abortEarly: true })
  if (!success) {
    const [{ path, input, message }] = issues
    throw wrong(file, placeText(path?.map(({ key }) => key) ?? []), input, message)
  }
  return { format: PROJECT_FORMAT, version: PROJECT_VERSION, ...output }
}

const WHICH_FILE = 'Open a file that "Save project" wrote.'

function checkFormat(value: unknown, file: string): void {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new StudioError('bad-input', `${file} is ${valueText(value)}, expected an object`, WHICH_FILE)
  }
  const { format, version, studio } = value as Readonly<Record<string, unknown>>
  if (format !== PROJECT_FORMAT) throw wrong(file, 'format', format, `"${PROJECT_FORMAT}"`, WHICH_FILE)
  if (typeof version === 'number' && version > PROJECT_VERSION) {
    throw new StudioError(
      'bad-input',
      `${file}: version is ${version}, saved by studio ${valueText(studio)}; this studio reads version ${PROJECT_VERSION}`,
      'Open it with the studio that saved it, or a newer one.',
    )
  }
  if (version !== PROJECT_VERSION) throw wrong(file, 'version', version, String(PROJECT_VERSION))
}

function wrong(
  file: string,
  place: string,
  found: unknown,
  expected: string,
  hint = 'Correct it in the file, or save the project again.',
): StudioError {
  return new StudioError('bad-input', `${file}: ${place} is ${valueText(found)}, expected ${expected}`, hint)
}

/**
 * Whether the data in use are those of a project: nothing where both fingerprints are equal, else one warning that says what
 * differs, with the value now and that of the project.
 * @param report after the scan and the project's preparation
 */
export function compareProject(project: Project, report: DatasetReport): readonly Finding[] {
  const isSameSource = project.sourceFingerprint === report.sourceFingerprint
  const isSameResult = project.fingerprint === report.fingerprint
  if (isSameSource && isSameResult) return []
  const changed = changedFiles(project, report)
  const isSample = project.data.kind === 'sample'
  const message = [
    `${report.name}: these are not the data of the project.`,
    `${isSample ? 'The sample has' : 'The files hold'} ${rowsText(project, report)}.`,
    ...shapeTexts(project, report),
    ...changed.slice(0, FILES_SHOWN).map(({ text }) => text),
    ...(changed.length > FILES_SHOWN
      ? [`Files of other sizes besides these: ${formatInteger(changed.length - FILES_SHOWN)}.`]
      : []),
    isSample
      ? `It was saved by studio ${project.studio}. Save a new project to keep this sample.`
      : 'Choose the files that the project was saved with, or save a new project of these.',
  ].join(' ')
  const file = changed.length === 1 ? changed[0]!.path : ''
  return [{ code: 'project-differs', severity: 'warning', message, file, rows: [], counts: {} }]
}

const FILES_SHOWN = 5

function rowsText(project: Project, report: DatasetReport): string {
  const source = `fingerprint ${report.sourceFingerprint}, in the project ${project.sourceFingerprint}`
  if (project.fingerprint === report.fingerprint) {
    return `other rows (${source}), and the same ones in the splits`
  }
  if (project.sourceFingerprint !== report.sourceFingerprint) return `other rows (${source})`
  const result = `fingerprint ${report.fingerprint}, in the project ${project.fingerprint}`
  return `the same rows, and other labels or splits (${result})`
}

/** Target, width and rows that differ. The rows of a sample in use depend on the preparation alone. */
function shapeTexts({ data, target }: Project, report: DatasetReport): string[] {
  const width = data.kind === 'sample' ? data.sample.points : data.width
  const rows = data.kind === 'sample' ? null : data.rows
  const texts = [
    differenceText('The target is', report.target, target),
    differenceText('Points per posterior:', formatInteger(report.width), formatInteger(width)),
    ...SPLIT_NAMES.map((split) => {
      const now = formatInteger(report.splits[split].rows)
      return rows === null ? null : differenceText(SPLIT_ROWS[split], now, formatInteger(rows[split]))
    }),
  ]
  return texts.filter((text) => text !== null)
}

const SPLIT_ROWS: Readonly<Record<SplitName, string>> = {
  train: 'Rows of TRAIN:',
  validation: 'Rows of VALID:',
  test: 'Rows of TEST:',
}

function differenceText(what: string, now: string, before: string): string | null {
  return now === before ? null : `${what} ${now}, in the project ${before}.`
}

/** Files of the same path and another size. Those of other paths may be the same ones, chosen with another folder. */
function changedFiles({ data }: Project, report: DatasetReport): { path: string; text: string }[] {
  if (data.kind === 'sample') return []
  const sizes = new Map(filesOf(report).map(({ path, bytes }) => [path, bytes]))
  return data.files.flatMap(({ path, bytes }) => {
    const now = formatInteger(sizes.get(path) ?? bytes)
    const text = differenceText(`Bytes of ${path}:`, now, formatInteger(bytes))
    return text === null ? [] : [{ path, text }]
  })
}

/** The files of the splits. Splits may share a table, and a table has a report for each column. */
function filesOf({ splits }: DatasetReport): readonly ProjectFileEntry[] {
  const parts = SPLIT_NAMES.flatMap((split) => splits[split].files)
  const distinct = new Map(parts.map((part) => [JSON.stringify([part.path, part.column]), part]))
  const sizes = new Map<string, number>()
  for (const { path, bytes } of distinct.values()) sizes.set(path, (sizes.get(path) ?? 0) + bytes)
  return [...sizes].map(([path, bytes]) => ({ path, bytes }))
}
