// Names of exported files and labels that are safe on every system and in LaTeX.

import type { AppliedFormat, AppliedPredictions } from '../applied.ts'
import type { ModelCard, ModelFormat } from '../model-card.ts'
import type { RunRecord } from '../run-record.ts'
import type { TargetId } from '../targets.ts'

/** What a name is made from. */
export type Named = Pick<RunRecord, 'name' | 'at' | 'source' | 'report'>

/** Tables before and after calibration do not overwrite each other. */
const CALIBRATED = '-calibrated'
const MOST_CHARACTERS = 80
/** Names that Windows keeps for devices, whatever the extension. */
const DEVICE = /^(con|prn|aux|nul|com\d|lpt\d)$/i

/**
 * Name of an exported file, for example `redshift-studio_DeltaZ_CNN3_seed1_2026-11-26_paper-kit.zip`. The date is that of the
 * report, UTC. A report that does not know its target and model, as those of LAM-Redshift, keeps the name of its own file.
 * @param suffix all that follows, with the extension: `_paper-kit.zip`, `.npy`
 */
export function exportFileName(record: Named, suffix: string): string {
  return `${baseName(record)}${suffix}`
}

const MODEL_SUFFIXES: Readonly<Record<ModelFormat, string>> = {
  keras: '.keras',
  hdf5: '.h5',
  amazed: '_amazed.h5',
}

/**
 * Name of a saved network, for example `redshift-studio_DeltaZ_CNN3_seed1_2026-11-26.keras`. The date is UTC. One whose
 * probabilities are calibrated for good says so, and does not overwrite the other.
 */
export function modelFileName(card: ModelCard, format: ModelFormat): string {
  return `${networkStem(card)}${MODEL_SUFFIXES[format]}`
}

/** What the names of all files about a network begin with: `redshift-studio_DeltaZ_CNN3_seed1_2026-11-26`. */
function networkStem({ model, target, created, training, temperature }: ModelCard): string {
  const seed = training === null ? [] : [`seed${training.settings.seed}`]
  const calibrated = temperature === null ? [] : ['calibrated']
  const parts = ['redshift-studio', target ?? 'network', model, ...seed, created.slice(0, 10), ...calibrated]
  return parts.map(safeName).join('_')
}

/**
 * Name of a table on trust, for example `redshift-studio_DeltaZ_CNN3_seed1_2026-11-26_trust-test.csv`.
 * @param what is in it: `trust-test`, `predictions`
 * @param temperature that divides the logits; `null` where they are taken as they are
 */
export function trustFileName(card: ModelCard, what: string, temperature: number | null): string {
  return `${networkStem(card)}_${what}${temperature === null ? '' : CALIBRATED}.csv`
}

/**
 * Name of a table of new labels, for example `redshift-studio_DeltaZ_new-labels_2026-11-26.csv`.
 * @param at milliseconds since 1970, of which the day counts, UTC
 */
export function newLabelsFileName(target: TargetId, at: number): string {
  return `redshift-studio_${target}_new-labels_${new Date(at).toISOString().slice(0, 10)}.csv`
}

const APPLIED_SUFFIXES: Readonly<Record<AppliedFormat, string>> = {
  csv: '.csv',
  ecsv: '.ecsv',
  votable: '.vot',
  npy: '.npy',
}

/**
 * Name of a table of answers, after the first file with posteriors: `pdfs32_CNN3-DeltaZ_predictions.csv`.
 * @param temperature that divides the logits; `null` where they are taken as they are
 */
export function appliedFileName(
  { files, card }: Pick<AppliedPredictions, 'files' | 'card'>,
  format: AppliedFormat,
  temperature: number | null,
): string {
  const of = safeName((files[0]?.name ?? 'posteriors').replace(/^.*[/\\]/s, '').replace(/\.[a-z0-9]+$/i, ''))
  return `${of}_${safeName(card.name)}_predictions${temperature === null ? '' : CALIBRATED}${APPLIED_SUFFIXES[format]}`
}

/** The same without date and program, in letters, digits and hyphens: `DeltaZ-CNN3-seed1`. For `\label`. */
export function labelName(record: Named): string {
  const base = recipeParts(record)?.join('-') ?? baseName(record)
  return base.replace(/[^A-Za-z0-9]+/g, '-').replace(/^-|-$/g, '')
}

function baseName(record: Named): string {
  const { name, at, source, report } = record
  const parts = recipeParts(record)
  if (parts === null) return safeName(source.kind === 'imported' ? withoutFolders(source.file) : name)
  const date = report.meta?.created ?? new Date(at).toISOString()
  return ['redshift-studio', ...parts, date.slice(0, 10)].map(safeName).join('_')
}

/** What tells runs of one day apart: target, network, seed; `null` where the first two are not known. */
function recipeParts({ report: { meta } }: Named): string[] | null {
  if (!meta?.target || !meta.model) return null
  return [meta.target, meta.model, ...(meta.seed === null ? [] : [`seed${meta.seed}`])]
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
