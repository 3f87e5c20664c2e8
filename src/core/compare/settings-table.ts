// How runs were made, side by side: what differs first of all, since that is what may explain a result.

import { formatInteger } from '../format.ts'
import type { ConfusionMatrix } from '../run.ts'
import type { RunRecord } from '../run-record.ts'
import type { SplitName } from '../split-names.ts'
import type { SettingRow } from './comparison.ts'
import { PREPARATION_SETTINGS, type Setting } from './preparation-settings.ts'

/** For what a report does not say. */
export const UNKNOWN = 'unknown'

const RUN_SETTINGS: readonly Setting[] = [
  { name: 'Model', text: ({ model }) => model },
  { name: 'Target', text: ({ target }) => target },
  { name: 'Input', text: ({ input }) => input },
  { name: 'Learning rate schedule', text: ({ schedule }) => schedule },
  { name: 'Epochs', text: ({ epochs }) => integer(epochs) },
  { name: 'Batch size', text: ({ batchSize }) => integer(batchSize) },
  { name: 'Seed', text: ({ seed }) => (seed === null ? null : String(seed)) },
  { name: 'Patience', text: ({ patience }) => integer(patience) },
  { name: 'Dropout', text: ({ dropout }) => (dropout === null ? null : String(dropout)) },
  {
    name: 'Redshift input',
    text: ({ model, redshift }) => {
      if (model !== null && model !== 'CNN-2inputs') return 'not used'
      return redshift === 'index' ? 'index in zgrid' : redshift
    },
  },
  { name: 'Class weights', text: ({ classWeights }) => classWeights },
  { name: 'Data set', text: ({ dataset }) => dataset?.name ?? null },
  { name: 'Data fingerprint', text: ({ dataset }) => dataset?.fingerprint || null },
]

const MACHINE_SETTINGS: readonly Setting[] = [
  { name: 'Backend', text: ({ backend }) => backend },
  { name: 'Adapter', text: ({ adapter }) => adapter },
  { name: 'Micro-batch', text: ({ microBatchSize }) => integer(microBatchSize) },
  { name: 'Studio version', text: ({ studio }) => studio },
]

/**
 * The settings of runs, in the order in which a person would ask for them. A setting that no report tells is left out; one
 * that some do not tell counts as different.
 * @param records in the order of the comparison
 */
export function settingsTable(records: readonly RunRecord[]): {
  readonly different: readonly SettingRow[]
  readonly same: readonly SettingRow[]
} {
  const ofMeta = ({ name, text }: Setting): SettingRow => ({
    name,
    values: records.map(({ report: { meta } }) => (meta === null ? null : text(meta)) ?? UNKNOWN),
  })
  const objects = (name: string, split: SplitName): SettingRow => ({
    name,
    values: records.map((record) => objectsText(record, split) ?? UNKNOWN),
  })
  const rows = [
    ...RUN_SETTINGS.map(ofMeta),
    objects('Training objects', 'train'),
    objects('Validation objects', 'validation'),
    objects('Test objects', 'test'),
    ...PREPARATION_SETTINGS.map(ofMeta),
    ...MACHINE_SETTINGS.map(ofMeta),
    { name: 'Source', values: records.map(sourceText) },
  ].filter(({ values }) => values.some((value) => value !== UNKNOWN))
  const isSame = ({ values }: SettingRow) => values.every((value) => value === values[0])
  return { different: rows.filter((row) => !isSame(row)), same: rows.filter(isSame) }
}

/** `8,846 (5,340 + 3,506)`: reports of LAM-Redshift tell it by their matrices. */
function objectsText({ report }: RunRecord, split: SplitName): string | null {
  const counts = report.meta?.dataset?.counts[split] ?? rowSums(MATRICES[split](report))
  return counts === null ? null : `${formatInteger(sum(counts))} (${counts.map(formatInteger).join(' + ')})`
}

const MATRICES: Readonly<Record<SplitName, (report: RunRecord['report']) => ConfusionMatrix | null>> = {
  train: (report) => report.conf_matrix_train,
  validation: () => null,
  test: (report) => report.conf_matrix_test,
}

function rowSums(matrix: ConfusionMatrix | null): readonly number[] | null {
  return matrix === null ? null : matrix.map(sum)
}

function sourceText({ source }: RunRecord): string {
  return source.kind === 'trained' ? 'trained in the studio' : source.file
}

function integer(value: number | null): string | null {
  return value === null ? null : formatInteger(value)
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
