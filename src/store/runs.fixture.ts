// What the tests of the list of runs share: runs that differ, and a page that lists them.

import { StudioError } from '../core/errors.ts'
import type { RunStatus } from '../core/run.ts'
import type { ReadRun, RunRecord } from '../core/run-record.ts'
import type { RunsSlice } from './state.ts'
import { keptRun } from './test-data.ts'
import { type TestStudio, testStudio } from './test-engine.ts'

/** What a full browser rejects with. */
export const FULL = new StudioError('bad-input', 'No room.', 'Delete runs.')

/** The part of the state that is about runs. */
export function runs({ studio }: Pick<TestStudio, 'studio'>): RunsSlice {
  return studio.store.getState().runs
}

/** Ids in the order of the list. */
export function ids(page: TestStudio): readonly string[] {
  return runs(page).records.map(({ id }) => id)
}

/** A studio that has read these runs from its library. */
export async function listing(...kept: readonly RunRecord[]): Promise<TestStudio> {
  const page = testStudio({}, kept)
  await page.actions.loadRuns()
  return page
}

/** A run whose results no other has. */
export function ownRun(id: string, patch: Partial<RunRecord> = {}): RunRecord {
  const { report } = keptRun(id)
  return keptRun(id, { report: { ...report, model_summary: id }, ...patch })
}

/** A report of LAM-Redshift. */
export function single(name: string): ReadRun {
  const source = { kind: 'imported', file: `${name}.npy`, format: 'npy' } as const
  const { report } = ownRun(name)
  return {
    ...keptRun(name, { source, gaps: ['lr'], report: { ...report, lr: null, meta: null } }),
    id: null,
    at: null,
    colour: null,
  }
}

/** A run of which the report says how it ended. */
export function withStatus(record: RunRecord, status: RunStatus, incomplete: boolean): RunRecord {
  const { report } = record
  return { ...record, report: { ...report, meta: { ...report.meta!, status, incomplete } } }
}
