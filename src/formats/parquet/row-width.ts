// How many values each row of a Parquet column has. The footer only counts entries, and a null list is one of them: where
// some may be null, the first list that is not tells.

import { formatInteger } from '../../core/format.ts'
import { damaged } from '../damage.ts'
import type { ByteSource } from '../source.ts'
import { openPage, type StoredColumn } from './entries.ts'
import { walkPages } from './pages.ts'
import type { FieldPlan } from './schema.ts'
import { numberDecoder } from './values.ts'

type Groups = StoredColumn<unknown>['groups']

/**
 * Values per row, the same in every row group but for null lists, or in words what differs; 0 without rows. Reads pages only
 * where lists may be null.
 * @throws StudioError `bad-input` where a column without lists has more or fewer values than rows, or a page is damaged
 */
export async function rowWidth(
  source: ByteSource,
  groups: Groups,
  plan: FieldPlan,
  title: string,
): Promise<number | string> {
  const mayBeNull = plan.mayBeNull && groups.some(({ chunk }) => chunk.nullCount !== 0)
  let width = mayBeNull ? await firstLength(source, groups, plan, title) : plan.isList ? undefined : 1
  for (const [i, { rows, chunk }] of groups.entries()) {
    if (rows === 0 && chunk.entries === 0) continue
    const each = chunk.entries / rows
    width ??= each
    if (each === width && Number.isSafeInteger(each) && each > 0) continue
    if (mayBeNull && haveNulls(chunk.entries, rows, width)) continue
    const found = `${formatInteger(chunk.entries)} values in ${formatInteger(rows)} rows of row group ${i}`
    if (!plan.isList) throw damaged(title, `there are ${found}; expected one per row`)
    const expected = Number.isSafeInteger(width) ? formatInteger(width) : 'the same number'
    return `rows of different lengths: ${found}; expected ${expected} for every row`
  }
  return width ?? 0
}

/** Whether so many entries are rows of `width` values and null rows, of one entry each. */
function haveNulls(entries: number, rows: number, width: number): boolean {
  if (!Number.isSafeInteger(rows * width)) return false
  const lists = (entries - rows) / (width - 1)
  return Number.isSafeInteger(lists) && lists >= 0 && lists < rows
}

/** Values of the first list that is neither null nor empty; `undefined` where there is none. */
async function firstLength(
  source: ByteSource,
  groups: Groups,
  plan: FieldPlan,
  title: string,
): Promise<number | undefined> {
  for (const { chunk } of groups) {
    const walk = walkPages(source, chunk, plan, numberDecoder(plan, title), title)
    let length = 0
    for (let read = 0; read < chunk.entries; ) {
      const entries = await walk.next()
      read += entries
      if (entries === 0) continue
      const { repetition, definition } = openPage(await walk.read(), plan, title)
      for (let left = entries; left > 0; ) {
        const run = definition!.take(left)
        const hasValues = definition!.value >= plan.elementLevel
        left -= run
        for (let done = 0; done < run; ) {
          const same = repetition!.take(run - done)
          if (repetition!.value === 0 && length > 0) return length
          if (hasValues) length += repetition!.value === 0 ? 1 : same
          // of lists of one value the second one ends the first
          if (hasValues && repetition!.value === 0 && same > 1) return 1
          done += same
        }
      }
    }
    if (length > 0) return length
  }
  return undefined
}
