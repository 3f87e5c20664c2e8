// Applying the network in use to posteriors without labels.

import type { AppliedFormat } from '../core/applied.ts'
import { describeError } from '../core/errors.ts'
import { appliedFileName } from '../core/export/file-names.ts'
import type { ChosenFile } from '../engine/types.ts'
import { appliedReading, isAppliedByNetworkInUse } from './applied-in-use.ts'
import { networkHold } from './network-hold.ts'
import type { ApplySlice } from './network-state.ts'
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
    if (isCurrent()) setApply(studio, { applied, progress: null })
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
export function settleApplied(studio: Studio): void {
  const state = studio.store.getState()
  const { applied } = state.apply
  const isOfIt = applied !== null && isAppliedByNetworkInUse(state)
  setApply(studio, {
    error: null,
    ...(isOfIt && { applied: { ...applied, reading: appliedReading(state) } }),
  })
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
