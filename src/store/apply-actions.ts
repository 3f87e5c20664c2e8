// Applying the network in use to posteriors without labels.

import type { AppliedFormat, AppliedReading } from '../core/applied.ts'
import { describeError } from '../core/errors.ts'
import { appliedFileName } from '../core/export/file-names.ts'
import type { ChosenFile } from '../engine/types.ts'
import { appliedReading } from './applied-in-use.ts'
import { networkHold } from './network-hold.ts'
import type { ApplySlice, SettledReading } from './network-state.ts'
import type { Studio } from './studio.ts'

/** Reads the files and asks the network about each row; what was applied before stays until the answer is there. */
export async function applyModel(studio: Studio, files: readonly ChosenFile[]): Promise<void> {
  const state = studio.store.getState()
  if (files.length === 0 || networkHold(state) !== null) return
  const controller = new AbortController()
  studio.applying = controller
  const isCurrent = () => studio.applying === controller
  setApply(studio, { progress: { name: '', done: 0, total: 1 }, error: null })
  try {
    const applied = await studio.engine.applyModel(files, state.settings.backend, {
      // roles that somebody gave to columns of data files count for others of their kind, too
      columns: state.data.columns,
      signal: controller.signal,
      onProgress: (progress) => {
        if (isCurrent()) setApply(studio, { progress })
      },
    })
    if (isCurrent()) setApply(studio, { applied, settled: null, progress: null })
  } catch (thrown) {
    const error = describeError(thrown)
    if (isCurrent()) setApply(studio, { progress: null, error: error.code === 'cancelled' ? null : error })
  } finally {
    if (isCurrent()) studio.applying = null
  }
}

export function cancelApplying(studio: Studio): void {
  studio.applying?.abort()
  studio.applying = null
  setApply(studio, { progress: null })
}

/** The network goes out of use: its answers stay as they are read now, and why it refused files counts no longer. */
export function leaveApplied(studio: Studio): void {
  settle(studio, appliedReading(studio.store.getState()), 'network')
  setApply(studio, { error: null })
}

/**
 * Other data are in use, and what was chosen on those before is forgotten: answers that were read by it do not change unseen.
 * Where nobody chose anything they go on to follow the view of trust.
 * @param before how the answers were read until then
 */
export function keepReading(studio: Studio, before: AppliedReading): void {
  const now = appliedReading(studio.store.getState())
  const isSame =
    now.temperature === before.temperature &&
    now.kept?.classIndex === before.kept?.classIndex &&
    now.kept?.threshold === before.kept?.threshold
  if (!isSame) settle(studio, before, 'data')
}

function settle(studio: Studio, reading: AppliedReading, since: SettledReading['since']): void {
  if (studio.store.getState().apply.applied !== null) setApply(studio, { settled: { ...reading, since } })
}

/** Saves the answers as a table, calibrated where probabilities are. */
export async function exportApplied(studio: Studio, format: AppliedFormat): Promise<void> {
  const state = studio.store.getState()
  const { applied, making } = state.apply
  if (applied === null || making !== null) return
  setApply(studio, { making: format, error: null })
  try {
    const reading = appliedReading(state)
    const contents = await studio.engine.encodeApplied(applied, format, reading)
    studio.download(appliedFileName(applied, format, reading.temperature), contents)
    setApply(studio, { making: null })
  } catch (thrown) {
    setApply(studio, { making: null, error: describeError(thrown) })
  }
}

function setApply(studio: Studio, patch: Partial<ApplySlice>): void {
  studio.store.setState(({ apply }) => ({ apply: { ...apply, ...patch } }))
}
