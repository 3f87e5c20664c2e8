// The region "Runs": what is kept in this browser, what went wrong with it, and the way back from a deletion.

import { Button, TextInput } from '@mantine/core'
import { useCallback, useDeferredValue, useEffect, useMemo, useRef, useState } from 'react'
import { formatInteger } from '../../core/format.ts'
import { RUN_COLOURS } from '../../core/run-record.ts'
import type { RunsSlice } from '../../store/state.ts'
import { Empty } from '../shell/Empty.tsx'
import { COMPARISON_ID, focusRuns, RUNS_TITLE_ID } from '../shell/middle.ts'
import { Notice } from '../shell/Notice.tsx'
import { Panel } from '../shell/Panel.tsx'
import { DeletedRun } from './DeletedRun.tsx'
import { RefusedFiles } from './RefusedFiles.tsx'
import { focusRow, type RunHandlers } from './RunRow.tsx'
import classes from './RunsPanel.module.css'
import { RunsTable } from './RunsTable.tsx'
import { runsText } from './run-facts.ts'
import { listRuns, NEWEST_FIRST, type RunSort } from './run-list.ts'

interface RunsPanelProps extends RunHandlers {
  readonly runs: RunsSlice
  /** where the run of this session is; `null` once it has ended */
  readonly progress: string | null
  readonly onUndo: () => void
  readonly onDismissRefused: () => void
  readonly onExport: () => void
}

/** Notices, filter and table. */
export function RunsPanel({
  runs,
  progress,
  onUndo,
  onDismissRefused,
  onExport,
  onOpen,
  onDelete,
  onEdit,
  onCompare,
}: RunsPanelProps) {
  const { phase, records, liveId, openedId, comparedIds, deleted, storageError, refused } = runs
  const [text, setText] = useState('')
  const [sort, setSort] = useState(NEWEST_FIRST)
  const changeSort = useCallback((next: RunSort) => setSort(next), [])
  // a hundred other rows take their time, and must not hold up what is being typed
  const words = useDeferredValue(text)
  const order = useDeferredValue(sort)
  const listed = useMemo(() => listRuns(records, words, order), [records, words, order])
  const live = useMemo(
    () => (liveId === null || progress === null ? null : { id: liveId, progress }),
    [liveId, progress],
  )
  const undone = useRef<string | null>(null)
  // "Undo" has gone, or is another one's
  useEffect(() => {
    const id = undone.current
    if (id === null || !records.some((record) => record.id === id)) return
    undone.current = null
    if (!focusRow(id)) focusRuns()
  }, [records])
  return (
    <Panel
      name="Runs"
      titleId={RUNS_TITLE_ID}
      before={
        comparedIds.length > 1 && (
          <a href={`#${COMPARISON_ID}`} className={classes.skip}>
            Skip to comparison
          </a>
        )
      }
      caption={
        'Add reports of LAM-Redshift or of this studio with "Report files" under "Runs and reports", or drop them here.'
      }
      aside={
        <Button variant="default" size="compact-sm" disabled={records.length === 0} onClick={onExport}>
          Export all runs
        </Button>
      }
      className={classes.panel}
    >
      <div className={classes.body}>
        {storageError !== null && (
          <Notice severity="warning" title={storageError.message} alert>
            {storageError.hint !== '' && <p>{storageError.hint}</p>}
          </Notice>
        )}
        <RefusedFiles refused={refused} onDismiss={onDismissRefused} />
        <DeletedRun
          deletions={deleted}
          onUndo={() => {
            undone.current = deleted[0]?.record.id ?? null
            onUndo()
          }}
        />
        {records.length === 0 ? (
          <Empty sketch="table">
            {phase === 'loading'
              ? 'Looks for runs of earlier visits.'
              : 'Every run is kept in this browser, with its curves, matrices and settings, and is listed here. Train a network, or add reports that you have.'}
          </Empty>
        ) : (
          <>
            <div className={classes.tools}>
              <TextInput
                size="xs"
                label="Filter runs"
                placeholder="name, tag, model, target or note"
                value={text}
                onChange={(event) => setText(event.currentTarget.value)}
              />
              <p aria-live="polite" className={classes.count}>
                {words.trim() === ''
                  ? runsText(records.length)
                  : `${formatInteger(listed.length)} of ${runsText(records.length)}`}
                {comparedIds.length > 0 && `, ${comparedText(comparedIds.length)}`}
              </p>
            </div>
            <RunsTable
              records={listed}
              sort={order}
              onSort={changeSort}
              comparedIds={comparedIds}
              shownId={openedId ?? liveId}
              live={live}
              onOpen={onOpen}
              onDelete={onDelete}
              onEdit={onEdit}
              onCompare={onCompare}
            />
          </>
        )}
      </div>
    </Panel>
  )
}

function comparedText(count: number): string {
  return count < RUN_COLOURS
    ? `${count} compared`
    : `${count} compared, which is the most: take one out to choose another`
}
