// A kept run in numbers and words, as the list and the bar over an opened run show it.

import { formatInteger } from '../../core/format.ts'
import { accuracy, totalCount } from '../../core/metrics.ts'
import type { PartialMeta } from '../../core/report.ts'
import { hasEnded, type RunState } from '../../core/run.ts'
import type { RunRecord } from '../../core/run-record.ts'
import { epochsIn, viewOfRecord } from '../../core/run-view.ts'

/** A share of objects that a network got right. */
export interface TestScore {
  /** 0 to 1 */
  readonly accuracy: number
  readonly objects: number
}

/** What the list shows of a run; `null` for what its report does not say. */
export interface RunFacts {
  readonly model: string | null
  readonly target: string | null
  /** what else tells runs of one model apart: input, seed and name of the data; '' where none of it is known */
  readonly setup: string
  readonly test: TestScore | null
  /** accuracy of the control on the same objects, 0 to 1 */
  readonly control: number | null
  readonly natural: TestScore | null
  /** from 1; 0 where there is none */
  readonly bestEpoch: number
  /** that were trained */
  readonly epochs: number
  readonly seconds: number | null
}

/** The facts of a run. */
export function runFacts(record: RunRecord): RunFacts {
  const { conf_matrix_test: matrix, report, meta } = record.report
  const { bestEpoch, history, control } = viewOfRecord(record)
  const natural = meta?.naturalTest ?? null
  return {
    model: meta?.model ?? null,
    target: meta?.target ?? null,
    setup: setupText(meta),
    test:
      matrix !== null
        ? { accuracy: accuracy(matrix), objects: totalCount(matrix) }
        : report !== null
          ? { accuracy: report.accuracy, objects: report['macro avg'].support }
          : null,
    control: control?.acc ?? null,
    natural:
      natural === null
        ? null
        : { accuracy: accuracy(natural.conf_matrix), objects: totalCount(natural.conf_matrix) },
    bestEpoch,
    epochs: epochsIn(history),
    seconds: meta?.seconds ?? null,
  }
}

function setupText(meta: PartialMeta | null): string {
  if (meta === null) return ''
  const { input, seed, dataset } = meta
  const parts = [input, seed === null ? null : `seed ${seed}`, dataset?.name ?? null]
  return parts.filter((part) => part !== null).join(', ')
}

/**
 * How runs are called where several have one name: with their time, so that each button can be told from the others.
 * @returns by id; only runs whose name another one has, too
 */
export function calledApart(records: readonly RunRecord[]): ReadonlyMap<string, string> {
  const sharing = new Map<string, RunRecord[]>()
  for (const record of records) sharing.set(record.name, [...(sharing.get(record.name) ?? []), record])
  const repeated = [...sharing.values()].filter(({ length }) => length > 1).flat()
  return new Map(repeated.map(({ id, name, at }) => [id, `${name}, ${localTime(at)}`]))
}

/** Where the run of this session is: `running: epoch 5 of 50`; `null` once it has ended. */
export function liveText(run: RunState | null): string | null {
  if (run === null || hasEnded(run.status)) return null
  if (run.evaluation?.split === 'control') return 'fitting the control'
  if (run.status === 'evaluating') return 'evaluating the best weights'
  return `running: epoch ${Math.max(1, run.epoch)} of ${run.settings.epochs}`
}

/** How a run ended, where it did not reach its end: `stopped` or `failed`; `null` otherwise. */
export function brokenOff({ report: { meta } }: Pick<RunRecord, 'report'>): 'stopped' | 'failed' | null {
  return meta?.status === 'stopped' || meta?.status === 'failed' ? meta.status : null
}

/** Where a run comes from: `trained in the studio`, or its file. */
export function sourceText({ name, source }: Pick<RunRecord, 'name' | 'source'>): string {
  if (source.kind === 'trained') return 'trained in the studio'
  // most keep the name of their file, which need not be said twice
  return source.file.replace(/\.[^.]*$/, '') === name
    ? `report file, ${source.format}`
    : `report file ${source.file}`
}

/** Local date and time to the minute: `2026-11-26 16:05`. */
export function localTime(at: number): string {
  const date = new Date(at)
  const [month, day, hours, minutes] = [
    date.getMonth() + 1,
    date.getDate(),
    date.getHours(),
    date.getMinutes(),
  ].map((part) => String(part).padStart(2, '0'))
  return `${date.getFullYear()}-${month}-${day} ${hours}:${minutes}`
}

/** `1 run`, `1,000 runs`. */
export function runsText(count: number): string {
  return `${formatInteger(count)} ${count === 1 ? 'run' : 'runs'}`
}

/** Tags as a person types them, `a, b`, without empty and repeated ones. */
export function parseTags(text: string): readonly string[] {
  const tags = text.split(',').map((tag) => tag.trim())
  return [...new Set(tags.filter((tag) => tag !== ''))]
}
