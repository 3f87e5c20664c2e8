// What is needed to make a run again and to check the files that tell of it, as JSON for programs. `null` for what is not known.

import { advantageOnTest } from '../control-text.ts'
import type { PartialMeta } from '../report.ts'
import type { RunRecord } from '../run-record.ts'
import { type RunView, viewOfRecord } from '../run-view.ts'
import type { Interval } from '../statistics/wilson.ts'
import { controlFigures, naturalFigures, testFigures } from '../test-figures.ts'
import { parametersOf } from './architecture-text.ts'
import type { SoftwareVersions } from './methods.ts'

/** Version of the manifest: it grows when a key changes its meaning or goes. */
export const MANIFEST_VERSION = 1

/** What makes the manifest. */
export interface ManifestContext {
  /** ISO 8601, UTC */
  readonly created: string
  /** version of the studio */
  readonly studio: string
  readonly software: SoftwareVersions
  /** the browser's user agent; `null` without a browser */
  readonly browser: string | null
}

/** A file beside the manifest. */
export interface ManifestFile {
  /** within the archive, `/` between folders */
  readonly path: string
  readonly bytes: number
  /** 64 hexadecimal digits */
  readonly sha256: string
}

/** Settings of a run as its report has them. */
type Setting =
  | 'input'
  | 'optimizer'
  | 'schedule'
  | 'epochs'
  | 'patience'
  | 'dropout'
  | 'redshift'
  | 'classWeights'
  | 'batchSize'
  | 'microBatchSize'

/** The control beside a run. */
interface ManifestControl {
  readonly accuracy: number
  /** Wilson's, 95 % */
  readonly interval: Interval | null
  readonly descriptors: readonly string[]
  /** objects of training that it was fitted on */
  readonly trainRows: number
  /** of McNemar's exact test of network and control, two-sided */
  readonly mcnemarP: number | null
}

/** The manifest of a run. */
export interface Manifest {
  readonly format: 'redshift-studio-manifest'
  readonly version: typeof MANIFEST_VERSION
  /** when, with what and where this manifest was made; the run itself may be older: see `run` */
  readonly created: string
  readonly studio: string
  readonly software: SoftwareVersions
  readonly browser: string | null
  readonly run: {
    readonly name: string
    /** `trained`, or the file that it was imported from */
    readonly source: string
    readonly studio: string | null
    readonly created: string | null
    readonly seconds: number | null
  }
  readonly status: PartialMeta['status']
  /** blocking findings on its data in spite of which the run was made, as sentences */
  readonly overruled: PartialMeta['overruled']
  readonly seed: number | null
  readonly model: PartialMeta['model']
  readonly target: PartialMeta['target']
  readonly classes: readonly string[]
  readonly parameters: number | null
  readonly settings: Pick<PartialMeta, Setting>
  readonly backend: PartialMeta['backend']
  readonly adapter: string | null
  readonly dataset: (NonNullable<PartialMeta['dataset']> & Pick<PartialMeta, 'preparation'>) | null
  /** from 1; 0 where there is none */
  readonly bestEpoch: number
  readonly results: {
    readonly accuracy: number | null
    /** Wilson's, 95 % */
    readonly interval: Interval | null
    readonly naturalAccuracy: number | null
    readonly naturalInterval: Interval | null
    /** a logistic regression on descriptors of each posterior, on the objects of `accuracy` */
    readonly control: ManifestControl | null
  }
  readonly files: readonly ManifestFile[]
}

/** The manifest of a run and of the files that were made of it. */
export function buildManifest(
  record: RunRecord,
  { created, studio, software, browser }: ManifestContext,
  files: readonly ManifestFile[],
): Manifest {
  const { report, source, name } = record
  const { meta } = report
  const view = viewOfRecord(record)
  const test = testFigures(view)
  const natural = naturalFigures(view)
  return {
    format: 'redshift-studio-manifest',
    version: MANIFEST_VERSION,
    created,
    studio,
    software,
    browser,
    run: {
      name,
      source: source.kind === 'trained' ? 'trained' : source.file,
      studio: meta?.studio ?? null,
      created: meta?.created ?? null,
      seconds: meta?.seconds ?? null,
    },
    status: meta?.status ?? null,
    overruled: meta?.overruled ?? null,
    seed: meta?.seed ?? null,
    model: meta?.model ?? null,
    target: meta?.target ?? null,
    classes: report.nom_classes,
    parameters: parametersOf(report.model_summary),
    settings: settingsOf(meta),
    backend: meta?.backend ?? null,
    adapter: meta?.adapter ?? null,
    dataset: meta?.dataset ? { ...meta.dataset, preparation: meta.preparation } : null,
    bestEpoch: view.bestEpoch,
    results: {
      accuracy: test?.accuracy.value ?? null,
      interval: test?.accuracy.interval ?? null,
      naturalAccuracy: natural?.accuracy.value ?? null,
      naturalInterval: natural?.accuracy.interval ?? null,
      control: controlOf(view),
    },
    files,
  }
}

function controlOf({ control, labels }: RunView): ManifestControl | null {
  const figures = controlFigures({ control, labels })
  if (control === null || figures === null) return null
  const { value: accuracy, interval } = figures.accuracy
  const { descriptors, trainRows } = control
  return { accuracy, interval, descriptors, trainRows, mcnemarP: advantageOnTest(control)?.p ?? null }
}

function settingsOf(meta: PartialMeta | null): Manifest['settings'] {
  return {
    input: meta?.input ?? null,
    optimizer: meta?.optimizer ?? null,
    schedule: meta?.schedule ?? null,
    epochs: meta?.epochs ?? null,
    patience: meta?.patience ?? null,
    dropout: meta?.dropout ?? null,
    redshift: meta?.redshift ?? null,
    classWeights: meta?.classWeights ?? null,
    batchSize: meta?.batchSize ?? null,
    microBatchSize: meta?.microBatchSize ?? null,
  }
}
