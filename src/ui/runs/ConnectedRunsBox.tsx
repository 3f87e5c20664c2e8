// "Runs and reports" over the store.

import { useActions, useStudio } from '../context.tsx'
import { goToMiddle } from '../shell/middle.ts'
import { RunsBox } from './RunsBox.tsx'
import { useImportReports } from './use-import-reports.ts'

/** The section of the left column. */
export function ConnectedRunsBox() {
  const loading = useStudio(({ runs }) => runs.phase === 'loading')
  const count = useStudio(({ runs }) => runs.records.length)
  const importing = useStudio(({ runs }) => runs.importing)
  // the list of runs says it, where that is in view
  const storageError = useStudio(({ runs, view }) => (view === 'runs' ? null : runs.storageError))
  const { showView } = useActions()
  const importReports = useImportReports()
  return (
    <RunsBox
      loading={loading}
      count={count}
      importing={importing}
      storageError={storageError}
      onFiles={importReports}
      onShow={() => {
        showView('runs')
        goToMiddle()
      }}
    />
  )
}
