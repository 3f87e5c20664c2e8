// Reads one column through all row groups: forward page by page, and to any row by passing over pages. Lists are taken
// flat, after a look at the levels: every row must have the same number of values.

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

/** Takes what is read. Positions count from the start of the call. */
export interface EntrySink<Batch> {
  values(batch: Batch, at: number, count: number): void
  nulls(at: number, count: number): void
}

/** Reads on through the entries (a value or a null each) of a column. */
export interface EntryReader<Batch> {
  /**
   * Reads `count` entries from entry `start` in batches; going back starts the row group again.
   * @throws StudioError `bad-input` where a row has another length than `width`, or the file is damaged
   */
  read(start: number, count: number, sink: EntrySink<Batch>): Promise<void>
}

/** Entries at a time: bounds what dictionaries and nulls take, however many values a page claims. */
const BATCH_ENTRIES = 65_536

interface OpenPage<Batch> {
  readonly repetition: RunReader | null
  readonly definition: RunReader | null
  readonly values: ValueReader<Batch>
}

/** Starts at the first row. The calls must not overlap; after an error the reader starts again. */
export function entryReader<Batch>(column: StoredColumn<Batch>): EntryReader<Batch> {
  const { source, plan, title, width, groups } = column
  const ends = groupEnds(groups)
  let position = 0
  let group = -1
  let walk: PageWalk<Batch> | null = null
  let page: OpenPage<Batch> | null = null
  /** entries of the page that were not taken */
  let left = 0

  /** Goes to an entry that the column has. */
  async function seek(entry: number): Promise<void> {
    if (entry === position && walk !== null) return
    const target = ends.findIndex((end) => entry < end)
    if (target !== group || entry < position || walk === null) startGroup(target)
    while (position < entry) {
      if (left === 0) await nextPage()
      if (page === null && position + left <= entry) {
        position += left
        left = 0
      } else await take(Math.min(left, entry - position, BATCH_ENTRIES), 0, null)
    }
  }

  async function read(start: number, count: number, sink: EntrySink<Batch>): Promise<void> {
    if (count === 0) return
    try {
      await seek(start)
      for (let done = 0; done < count; ) {
        if (position === ends[group]) startGroup(ends.findIndex((end) => position < end))
        if (left === 0) await nextPage()
        const taken = Math.min(left, count - done, BATCH_ENTRIES)
        await take(taken, done, sink)
        done += taken
      }
    } catch (thrown) {
      walk = null
      throw thrown
    }
  }

  function startGroup(target: number): void {
    group = target
    position = ends[target - 1] ?? 0
    walk = walkPages(source, groups[target]!.chunk, plan, column.createDecoder(), title)
    page = null
    left = 0
  }

  /** Goes to the next page that has entries. */
  async function nextPage(): Promise<void> {
    page = null
    while (left === 0) left = await walk!.next()
  }

  async function take(count: number, at: number, sink: EntrySink<Batch> | null): Promise<void> {
    page ??= openPage(await walk!.read(), plan, title)
    if (page.repetition !== null) takeRows(page.repetition, count)
    takeValues(page, count, at, sink)
    left -= count
    position += count
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

  function takeValues(open: OpenPage<Batch>, count: number, at: number, sink: EntrySink<Batch> | null): void {
    const { definition, values } = open
    for (let done = 0; done < count; ) {
      const run = definition === null ? count : definition.take(count - done)
      const level = definition === null ? plan.valueLevel : definition.value
      if (level === plan.valueLevel) {
        const batch = values.take(run)
        sink?.values(batch, at + done, run)
      } else if (level > plan.valueLevel) {
        throw damaged(title, `a page has the definition level ${level}; expected up to ${plan.valueLevel}`)
      } else if (level < plan.elementLevel) {
        throw unequal(position + done, 'no values (null or empty)')
      } else sink?.nulls(at + done, run)
      done += run
    }
  }

  function unequal(entry: number, found: string): StudioError {
    const row = formatInteger(Math.floor(entry / width))
    return new StudioError(
      'bad-input',
      `${title} has rows of different lengths: row ${row} has ${found}; expected ${formatInteger(width)}, as many as the others on average`,
      'Every row must have equally many values, none of them null or empty as a whole.',
    )
  }

  return { read }
}

function shortRow(values: number): string {
  // a null or empty row has one entry
  return values === 1 ? '1 value, or is null or empty' : `${formatInteger(values)} values`
}

function openPage<Batch>(
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

/** For each row group the position after its last entry. */
function groupEnds(groups: StoredColumn<unknown>['groups']): readonly number[] {
  let end = 0
  return groups.map(({ chunk }) => {
    end += chunk.entries
    return end
  })
}
