// The table of runs. Its first hundred rows are made at once; the others when somebody asks for them.

import { Button } from '@mantine/core'
import { memo, startTransition, useEffect, useMemo, useState } from 'react'
import { formatInteger } from '../../core/format.ts'
import { RUN_COLOURS, type RunRecord } from '../../core/run-record.ts'
import { focusRow, type RunHandlers, RunRow } from './RunRow.tsx'
import { RunsHeader } from './RunsHeader.tsx'
import classes from './RunsTable.module.css'
import { calledApart } from './run-facts.ts'
import type { RunSort } from './run-list.ts'

interface RunsTableProps extends RunHandlers {
  /** in the order in which they are shown */
  readonly records: readonly RunRecord[]
  readonly sort: RunSort
  readonly onSort: (sort: RunSort) => void
  readonly comparedIds: readonly string[]
  /** shown in the results */
  readonly shownId: string | null
  /** the run under way, and where it is */
  readonly live: { readonly id: string; readonly progress: string } | null
}

/** Rows that come at once, and with each press on the button. */
const ROWS_AT_ONCE = 100

/** The table "Kept runs". */
export const RunsTable = memo(function RunsTable({
  records,
  sort,
  onSort,
  comparedIds,
  shownId,
  live,
  ...handlers
}: RunsTableProps) {
  const [limit, setLimit] = useState(ROWS_AT_ONCE)
  const more = Math.min(ROWS_AT_ONCE, records.length - limit)
  const called = useMemo(() => calledApart(records), [records])
  const firstNew = limit > ROWS_AT_ONCE ? records[limit - ROWS_AT_ONCE]?.id : undefined
  // the button that listed the last of them has gone
  useEffect(() => {
    if (firstNew !== undefined && document.activeElement === document.body) focusRow(firstNew)
  }, [firstNew])
  const hasRoom = comparedIds.length < RUN_COLOURS
  return (
    <div className={classes.frame}>
      <table className={classes.table} aria-label="Kept runs" aria-rowcount={records.length + 1}>
        <RunsHeader sort={sort} onSort={onSort} />
        <tbody>
          {records.slice(0, limit).map((record) => (
            <RunRow
              key={record.id}
              record={record}
              called={called.get(record.id) ?? record.name}
              number={comparedIds.indexOf(record.id) + 1}
              hasRoom={hasRoom}
              isShown={record.id === shownId}
              progress={live?.id === record.id ? live.progress : null}
              {...handlers}
            />
          ))}
        </tbody>
      </table>
      {records.length === 0 && <p className={classes.none}>No run matches.</p>}
      {more > 0 && (
        <p className={classes.more}>
          {formatInteger(limit)} of {formatInteger(records.length)} runs are listed.{' '}
          <Button
            variant="default"
            size="compact-xs"
            onClick={() => startTransition(() => setLimit(limit + ROWS_AT_ONCE))}
          >
            List {more} more
          </Button>
        </p>
      )}
    </div>
  )
})
