// The list of runs over the store.

import { useCallback } from 'react'
import { useActions, useStudio } from '../context.tsx'
import { goToMiddle } from '../shell/middle.ts'
import { RunsPanel } from './RunsPanel.tsx'
import { liveText } from './run-facts.ts'

/** The region "Runs". */
export function ConnectedRunsPanel() {
  const runs = useStudio((state) => state.runs)
  const progress = useStudio(({ run }) => liveText(run))
  const { openRun, deleteRun, editRun, toggleCompared, undoDelete, dismissRefused, exportRuns } = useActions()
  const open = useCallback(
    (id: string) => {
      openRun(id)
      // the button has gone with its view, and the focus with it
      goToMiddle()
    },
    [openRun],
  )
  return (
    <RunsPanel
      runs={runs}
      progress={progress}
      onOpen={open}
      onDelete={deleteRun}
      onEdit={editRun}
      onCompare={toggleCompared}
      onUndo={() => undoDelete()}
      onDismissRefused={() => dismissRefused()}
      onExport={() => exportRuns()}
    />
  )
}
