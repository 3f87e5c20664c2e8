// Applies a network to posteriors that nobody has labelled: one pass over the files, an answer per row in their order.

import type { AppliedPredictions } from '../core/applied.ts'
import { StudioError } from '../core/errors.ts'
import { formatInteger } from '../core/format.ts'
import type { ModelCard } from '../core/model-card.ts'
import type { Attributes } from '../core/targets.ts'
import { nearestIndex } from '../core/zgrid.ts'
import type { SplitData } from '../data/dataset.ts'
import { formatList, formatRows, plural, ROWS_SHOWN } from '../data/finding.ts'
import { answerableRows, isUnanswerable } from '../data/unlabelled/answerable-rows.ts'
import { rowNotes, zgridNotes } from '../data/unlabelled/notes.ts'
import type { Unlabelled, UnlabelledPart } from '../data/unlabelled.ts'
import { type ForwardContext, forward } from './evaluate.ts'
import type { OpenNetwork } from './network-in-use.ts'
import type { PassProgress } from './types.ts'

/** What applying needs besides network and rows. */
export interface ApplyContext extends Pick<ForwardContext, 'device' | 'now' | 'yieldToEvents' | 'signal'> {
  readonly onProgress?: ((progress: PassProgress) => void) | undefined
}

/**
 * Logits of every row. A row that the network cannot take has NaN, and a note says why; what is wrong with all rows of a file is
 * refused before anything runs.
 * @throws StudioError `bad-input` for posteriors of another length, and where z_est or log-evidence lacks that the network
 *   takes; `cancelled` on abort; what a source and the device report
 */
export async function applyNetwork(
  { model: { card }, network, microBatchSize }: OpenNetwork,
  { parts, rows, width, notes }: Unlabelled,
  { onProgress, ...context }: ApplyContext,
): Promise<AppliedPredictions> {
  requireLength(card, width, parts)
  const input = card.input ?? 'logPDF'
  const { needsRedshift } = network.description
  for (const part of parts) requireColumns(part, card, needsRedshift)

  const classes = card.classes.length
  const logits = new Float32Array(rows * classes)
  const noticed: Uint8Array[] = []
  let before = 0
  for (const part of parts) {
    const { name, x: raw } = part
    const start = before
    before += raw.rows
    const answerable = answerableRows(raw, { input, floor: card.floor })
    noticed.push(answerable.noticed)
    if (raw.rows === 0) continue
    onProgress?.({ name, done: start, total: rows })
    const redshifts = needsRedshift ? redshiftsOf(part, card.redshift) : null
    const data = splitOf(part, answerable.x, input === 'logVraisemblance')
    const own = await forward(network, data, input, redshifts, {
      ...context,
      microBatchSize,
      name,
      onRows: (done) => onProgress?.({ name, done: start + done, total: rows }),
    })
    for (const [row, what] of answerable.noticed.entries()) {
      if (isUnanswerable(what)) own.fill(Number.NaN, row * classes, (row + 1) * classes)
    }
    logits.set(own, start * classes)
  }
  const noticedParts = parts.map(({ name }, i) => ({ name, noticed: noticed[i]! }))
  return {
    card,
    rows,
    ...placesOf(parts, rows),
    logits,
    notes: [...notes, ...redshiftNotes(parts, card), ...rowNotes(noticedParts)],
  }
}

/** Whether points stand for the redshifts of training: known, known to differ, or assumed; nothing where those are not known. */
function redshiftNotes(parts: readonly UnlabelledPart[], card: ModelCard): string[] {
  if (card.zgrid === null) return []
  const differing = zgridNotes(parts, card)
  const without = parts.filter(({ zgrid }) => zgrid === null).map(({ name }) => name)
  if (without.length === 0)
    return differing.length > 0 ? differing : ['The zgrid is equal to that of training.']
  const named = `${formatList(without.slice(0, ROWS_SHOWN))}${without.length > ROWS_SHOWN ? ' ...' : ''}`
  const whose = without.length === parts.length ? '' : ` for ${named}`
  return [...differing, `No zgrid was given${whose}: that of training is assumed.`]
}

function requireLength({ length }: ModelCard, width: number, parts: readonly UnlabelledPart[]): void {
  if (length === width) return
  throw new StudioError(
    'bad-input',
    `${parts[0]!.name} has ${formatInteger(width)} points per posterior; the network takes ${formatInteger(length)}.`,
    'Choose posteriors on the grid that the network was trained on, or train a network on these.',
  )
}

/** @throws StudioError `bad-input` where rows lack what the network takes beside the posterior */
function requireColumns(part: UnlabelledPart, card: ModelCard, needsRedshift: boolean): void {
  if (card.input === 'logVraisemblance') {
    requireKnown(part, part.logEvidence, 'a log-evidence', 'The input logVraisemblance', LOG_EVIDENCE_HINT)
  }
  if (!needsRedshift) return
  requireKnown(part, part.redshift, 'an estimated redshift', `The network ${card.model}`, REDSHIFT_HINT)
  if (card.redshift === 'index' && part.zgrid === null) {
    throw new StudioError(
      'bad-input',
      `${part.name}: there is no zgrid, and the network ${card.model} takes the index of the estimated redshift in it.`,
      'Choose zgrid*.npy together with the posteriors.',
    )
  }
}

const LOG_EVIDENCE_HINT =
  'Add a column logEvidence (column 6 of attributes.npy), or use a network that takes logPDF.'
const REDSHIFT_HINT =
  'Add a column redshift (column 1 of attributes.npy), or use a network that takes the posterior alone.'

function requireKnown(
  { name, x }: UnlabelledPart,
  values: Float64Array | null,
  what: string,
  who: string,
  hint: string,
): void {
  const missing: number[] = []
  values?.forEach((value, row) => {
    if (!Number.isFinite(value)) missing.push(row)
  })
  const total = values === null ? x.rows : missing.length
  if (total === 0) return
  const rows = values === null ? '' : ` (${formatRows(missing)})`
  const share = total === x.rows ? `none of ${plural(total, 'row')} has` : `${plural(total, 'row')} without`
  throw new StudioError('bad-input', `${name}: ${share} ${what}${rows}. ${who} needs it.`, hint)
}

function redshiftsOf({ redshift, zgrid }: UnlabelledPart, kind: ModelCard['redshift']): Float32Array {
  return Float32Array.from(redshift!, (z) => (kind === 'index' ? nearestIndex(zgrid!.values, z) : z))
}

const UNKNOWN: Attributes = { redshift: null, deltaZ: null, status: null, logEvidence: null, flag: null }

/** Rows as those of a split: class 0 stands where there is none, and attributes only where the input is made of them. */
function splitOf(
  { name, x: { rows }, logEvidence }: UnlabelledPart,
  x: SplitData['x'],
  needsLogEvidence: boolean,
): SplitData {
  return {
    name,
    fingerprint: '',
    x,
    objects: new Uint32Array(0),
    labels: new Uint8Array(rows),
    attributes: needsLogEvidence
      ? Array.from(logEvidence!, (value) => ({ ...UNKNOWN, logEvidence: value }))
      : null,
  }
}

/** Where each row lies, and what is known of it, over all parts. */
function placesOf(
  parts: readonly UnlabelledPart[],
  rows: number,
): Pick<AppliedPredictions, 'files' | 'file' | 'row' | 'ids' | 'redshift'> {
  const file = new Uint16Array(rows)
  const row = new Uint32Array(rows)
  const redshift = parts.some((part) => part.redshift !== null)
    ? new Float64Array(rows).fill(Number.NaN)
    : null
  const ids = parts.some((part) => part.ids !== null) ? new Array<string | null>(rows).fill(null) : null
  let start = 0
  for (const [i, part] of parts.entries()) {
    const end = start + part.x.rows
    file.fill(i, start, end)
    for (let at = start; at < end; at++) {
      row[at] = at - start
      if (ids !== null) ids[at] = part.ids?.[at - start] ?? null
    }
    if (part.redshift !== null) redshift?.set(part.redshift, start)
    start = end
  }
  return { files: parts.map(({ name, x }) => ({ name, rows: x.rows })), file, row, ids, redshift }
}
