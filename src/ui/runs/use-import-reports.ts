// Reports that were chosen or dropped anywhere in the page, and the way to where they are listed.

import { useCallback } from 'react'
import { useActions } from '../context.tsx'
import { goToRuns } from '../shell/middle.ts'

/** Imports files, then goes to the list of runs, which the import has turned to. */
export function useImportReports(): (files: readonly File[]) => Promise<void> {
  const { importReports } = useActions()
  return useCallback(
    async (files) => {
      await importReports(files)
      goToRuns()
    },
    [importReports],
  )
}
