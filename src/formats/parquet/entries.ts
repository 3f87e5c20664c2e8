// Reads one column through all row groups: forward page by page, and to any row by passing over pages. Lists are taken
// flat, after a look at the levels: every row must have the same number of values, or be null, which is one entry that
// stands for as many nulls.

import { StudioError } from '../../core/errors.ts'
import { formatInteger } from '../../core/format.ts'
import { damaged } from '../damage.ts'
import type { ByteSource } from '../source.ts'
import type { ColumnChunk } from './footer.ts'
import { type PageWalk, walkPages } from './pages.ts'
import { type RunReader, runReader } from './runs.ts'
import type { FieldPlan } from './schema.ts'
import type { ValueDecoder, ValueReader } from './values.ts'

/** A column as it lies in its file. */
export interface StoredColumn<Batch> {
  readonly source: ByteSource
  readonly plan: FieldPlan
  /** for messages: file and column */
  readonly title: string
  /** values per row */
  readonly width: number
  /** with their rows, in order */
  readonly groups: readonly { readonly rows: number; readonly chunk: ColumnChunk }[]
  /** for one column chunk */
  readonly createDecoder: () => ValueDecoder<Batch>
}

/** Takes what is read, row-major: `width` places per row. Positions count from the start of the call. */
export interface EntrySink<Batch> {
  values(batch: Batch, at: number, count: number): void
  nulls(at: number, count: number): void
}

/** Reads on through the places (a value or a null each) of a column. */
export interface EntryReader<Batch> {
  /**
   * Reads `count` places from place `start` in batches; going back starts the row group again.
   * @throws StudioError `bad-input` where a row has another length than `width`, or the file is damaged
   */
  read(start: number, count: number, sink: EntrySink<Batch>): Promise<void>
}

/** Places at a time: bounds what dictionaries and nulls take, however many values a page claims. */
const BATCH_ENTRIES = 65_536

/** The levels and values of a page; levels are `null` where the schema has none. */
interface OpenPage<Batch> {
  readonly repetition: RunReader | null
  readonly definition: RunReader | null
  readonly values: ValueReader<Batch>
}

/** Starts at the first row. The calls must not overlap; after an error the reader starts again. */
export function entryReader<Batch>(column: StoredColumn<Batch>): EntryReader<Batch> {
  const { source, plan, title, width, groups } = column
  const ends = groupEnds(groups, width)
  let position = 0
  let group = -1
  let walk: PageWalk<Batch> | null = null
  let page: OpenPage<Batch> | null = null
  /** entries of the page, and of the row group, that were not taken */
  let left = 0
  let leftInGroup = 0
  /** whether the row group may have null rows */
  let gapped = false
  /** places of null rows whose entries were taken */
  let gap = 0

  /** Goes to a place that the column has. */
  async function seek(place: number): Promise<void> {
    if (place === position && walk !== null) return
    const target = ends.findIndex((end) => place < end)
    if (target !== group || place < position || walk === null) startGroup(target)
    while (position < place) {
      if (left === 0 && gap === 0) await nextPage()
      if (!gapped && page === null && position + left <= place) {
        position += left
        left = 0
      } else await take(Math.min(place - position, BATCH_ENTRIES), 0, null)
    }
  }

  async function read(start: number, count: number, sink: EntrySink<Batch>): Promise<void> {
    if (count === 0) return
    try {
      await seek(start)
      for (let done = 0; done < count; ) {
        if (position === ends[group]) startGroup(ends.findIndex((end) => position < end))
        if (left === 0 && gap === 0) await nextPage()
        done += await take(Math.min(ends[group]! - position, count - done, BATCH_ENTRIES), done, sink)
      }
    } catch (thrown) {
      walk = null
      throw thrown
    }
  }

  function startGroup(target: number): void {
    group = target
    position = ends[target - 1] ?? 0
    const { rows, chunk } = groups[target]!
    walk = walkPages(source, chunk, plan, column.createDecoder(), title)
    page = null
    left = 0
    leftInGroup = chunk.entries
    // of lists of one value a null one takes as much room as another
    gapped = chunk.entries !== rows * width || (width === 1 && plan.mayBeNull)
    gap = 0
  }

  /** Goes to the next page that has entries. */
  async function nextPage(): Promise<void> {
    page = null
    if (gapped && leftInGroup === 0) throw unequal(position, shortRow(position % width))
    while (left === 0) left = await walk!.next()
  }

  /** Takes up to `most` places, none of another row group, and returns how many. */
  async function take(most: number, at: number, sink: EntrySink<Batch> | null): Promise<number> {
    if (gap > 0) return takeGap(most, at, sink)
    page ??= openPage(await walk!.read(), plan, title)
    const { repetition, definition } = page
    const count = Math.min(left, most)
    if (gapped) {
      const run = definition!.take(count)
      if (definition!.value === 0) {
        takeNullRows(repetition!, run)
        return takeGap(most, at, sink)
      }
      takeRows(repetition!, run)
      takeValues(page, run, at, sink)
      requireGroupEnd()
      return run
    }
    if (repetition !== null) takeRows(repetition, count)
    for (let done = 0; done < count; ) {
      const run = definition === null ? count : definition.take(count - done)
      takeValues(page, run, at + done, sink)
      done += run
    }
    return count
  }

  function takeGap(most: number, at: number, sink: EntrySink<Batch> | null): number {
    const count = Math.min(gap, most)
    sink?.nulls(at, count)
    gap -= count
    position += count
    requireGroupEnd()
    return count
  }

  /** Null rows, of one entry each. */
  function takeNullRows(repetition: RunReader, count: number): void {
    for (let done = 0; done < count; ) {
      done += repetition.take(count - done)
      if (repetition.value !== 0) throw damaged(title, 'a page has a null row within another')
    }
    const inRow = position % width
    if (inRow > 0) throw unequal(position, shortRow(inRow))
    gap = count * width
    left -= count
    leftInGroup -= count
    if (position + gap > ends[group]!) throw damaged(title, 'a row group has more rows than it claims')
  }

  function requireGroupEnd(): void {
    if (!gapped || position < ends[group]! || leftInGroup === 0) return
    throw unequal(position - 1, `more than ${formatInteger(width)}`)
  }

  /** Checks the lengths of the rows that the next `count` entries belong to: 0 starts a row, 1 continues it. */
  function takeRows(repetition: RunReader, count: number): void {
    for (let done = 0; done < count; ) {
      const run = repetition.take(count - done)
      const inRow = (position + done) % width
      if (repetition.value === 0) {
        if (inRow > 0) throw unequal(position + done - 1, shortRow(inRow))
        if (run > 1 && width > 1) throw unequal(position + done, shortRow(1))
      } else if (repetition.value > 1) {
        throw damaged(title, `a page has the repetition level ${repetition.value}; expected 0 or 1`)
      } else if (inRow === 0) {
        // the first entry of a row group belongs to no row before it
        if (position + done === (ends[group - 1] ?? 0)) {
          throw damaged(title, 'a row group starts within a row')
        }
        throw unequal(position + done - 1, `more than ${formatInteger(width)}`)
      } else if (inRow + run > width) {
        throw unequal(position + done, `more than ${formatInteger(width)}`)
      }
      done += run
    }
  }

  /** Takes entries of one level. */
  function takeValues(open: OpenPage<Batch>, run: number, at: number, sink: EntrySink<Batch> | null): void {
    const level = open.definition?.value ?? plan.valueLevel
    if (level === plan.valueLevel) {
      const batch = open.values.take(run)
      sink?.values(batch, at, run)
    } else if (level > plan.valueLevel) {
      throw damaged(title, `a page has the definition level ${level}; expected up to ${plan.valueLevel}`)
    } else if (level < plan.elementLevel) {
      throw unequal(position, 'no values (null or empty)')
    } else sink?.nulls(at, run)
    left -= run
    leftInGroup -= run
    position += run
  }

  function unequal(entry: number, found: string): StudioError {
    const row = formatInteger(Math.floor(entry / width))
    const expected = `${formatInteger(width)}${gapped ? ' in every row' : ', as many as the others on average'}`
    return new StudioError(
      'bad-input',
      `${title} has rows of different lengths: row ${row} has ${found}; expected ${expected}`,
      'Every row must have equally many values, or be null as a whole; none may be empty.',
    )
  }

  return { read }
}

function shortRow(values: number): string {
  // a null or empty row has one entry
  return values === 1 ? '1 value, or is null or empty' : `${formatInteger(values)} values`
}

/** Starts at the first entry of a page. */
export function openPage<Batch>(
  page: Awaited<ReturnType<PageWalk<Batch>['read']>>,
  plan: FieldPlan,
  title: string,
): OpenPage<Batch> {
  const levelBits = 32 - Math.clz32(plan.valueLevel)
  return {
    repetition: plan.isList ? runReader(page.repetition, 1, title) : null,
    definition: plan.valueLevel > 0 ? runReader(page.definition, levelBits, title) : null,
    values: page.values,
  }
}

/** For each row group the position after its last place. */
function groupEnds(groups: StoredColumn<unknown>['groups'], width: number): readonly number[] {
  let end = 0
  return groups.map(({ rows }) => {
    end += rows * width
    return end
  })
}
