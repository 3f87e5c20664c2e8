// How runs were made, side by side: what differs first of all, since that is what may explain a result.

import type { ConfusionMatrix } from '../run.ts'
import { brokenOffText } from '../run-notes.ts'
import type { RunRecord } from '../run-record.ts'
import type { SplitName } from '../split-names.ts'
import { objectsText } from '../text.ts'
import type { SettingRow } from './comparison.ts'
import { integer, PREPARATION_SETTINGS, type Setting, TRAINING_SETTINGS } from './recipe-settings.ts'

/** For what a report does not say. */
export const UNKNOWN = 'unknown'

const RUN_SETTINGS: readonly Setting[] = [
  ...TRAINING_SETTINGS,
  { name: 'Seed', text: ({ seed }) => (seed === null ? null : String(seed)) },
  { name: 'Data set', text: ({ dataset }) => dataset?.name ?? null },
  { name: 'Data fingerprint', text: ({ dataset }) => dataset?.fingerprint || null },
]

const MACHINE_SETTINGS: readonly Setting[] = [
  { name: 'Backend', text: ({ backend }) => backend },
  { name: 'Adapter', text: ({ adapter }) => adapter },
  { name: 'Micro-batch', text: ({ microBatchSize }) => integer(microBatchSize) },
  { name: 'Studio version', text: ({ studio }) => studio },
]

const OVERRULED: Setting = {
  name: 'Findings overruled',
  text: ({ overruled }) => (overruled?.length === 0 ? 'none' : (overruled?.join(' ') ?? null)),
}

/**
 * The settings of runs, in the order in which a person would ask for them. A setting that no report tells is left out; one
 * that some do not tell counts as different.
 * @param records in the order of the comparison
 */
export function settingsTable(records: readonly RunRecord[]): {
  readonly different: readonly SettingRow[]
  readonly same: readonly SettingRow[]
} {
  const row = (name: string, text: (record: RunRecord) => string | null): SettingRow => ({
    name,
    values: records.map((record) => text(record) ?? UNKNOWN),
  })
  const ofMeta = ({ name, text }: Setting): SettingRow =>
    row(name, ({ report: { meta } }) => (meta === null ? null : text(meta)))
  const rows = [
    ...RUN_SETTINGS.map(ofMeta),
    row('Training objects', (record) => splitText(record, 'train')),
    row('Validation objects', (record) => splitText(record, 'validation')),
    row('Test objects', (record) => splitText(record, 'test')),
    ...[...PREPARATION_SETTINGS, OVERRULED].map(ofMeta),
    row('Status', statusText),
    ...MACHINE_SETTINGS.map(ofMeta),
    row('Source', ({ source }) => (source.kind === 'trained' ? 'trained in the studio' : source.file)),
  ].filter(({ values }) => values.some((value) => value !== UNKNOWN))
  const isSame = ({ values }: SettingRow) => values.every((value) => value === values[0])
  return { different: rows.filter((each) => !isSame(each)), same: rows.filter(isSame) }
}

/** `8,846 (5,340 + 3,506)`: reports of LAM-Redshift tell it by their matrices. */
function splitText({ report }: RunRecord, split: SplitName): string | null {
  const counts = report.meta?.dataset?.counts[split] ?? rowSums(MATRICES[split](report))
  if (counts === null) return null
  const { all, each } = objectsText(counts)
  return `${all} (${each})`
}

const MATRICES: Readonly<Record<SplitName, (report: RunRecord['report']) => ConfusionMatrix | null>> = {
  train: (report) => report.conf_matrix_train,
  validation: () => null,
  test: (report) => report.conf_matrix_test,
}

function rowSums(matrix: ConfusionMatrix | null): readonly number[] | null {
  return matrix === null ? null : matrix.map((row) => row.reduce((sum, count) => sum + count, 0))
}

/** A run that was stopped goes on to its test, one that nobody went on with has none. */
function statusText(record: RunRecord): string | null {
  const { meta, conf_matrix_test: test } = record.report
  const status = meta?.status ?? null
  if (status === 'stopped' && test === null) return brokenOffText(record)
  return status === 'evaluating' ? 'running' : status
}
