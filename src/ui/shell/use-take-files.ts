// Where dropped and chosen files go: reports to the list of runs, a project to what opens it, a network to the view "Apply", all
// others to the data. Whoever has data in use must not lose them to a report.

import { useCallback } from 'react'
import { isBusyTraining } from '../../store/state.ts'
import { useActions, useStudio } from '../context.tsx'
import { useImportReports } from '../runs/use-import-reports.ts'
import { kindOfFiles, seenFiles } from './are-reports.ts'
import type { PathedFile } from './dropped-files.ts'
import { useTakeNetwork } from './use-take-network.ts'

/** Why data and projects are not taken during a run. */
export const HELD = 'Training uses the data: stop it to choose others'

/** Hands files on; tells why they are not taken, '' where they are. */
export function useTakeFiles(
  onData: (files: PathedFile[]) => void,
): (files: PathedFile[]) => Promise<string> {
  const { openProject } = useActions()
  const importReports = useImportReports()
  const takeNetwork = useTakeNetwork()
  const isHeld = useStudio(isBusyTraining)
  return useCallback(
    async (files) => {
      const plain = files.map(({ file }) => file)
      const kind = await kindOfFiles(plain)
      const seen = seenFiles(plain)
      if (kind === 'network') return takeNetwork(seen)
      if (kind !== 'reports' && isHeld) return `${HELD}.`
      if (kind === 'reports') await importReports(seen)
      else if (kind === 'data') onData(files)
      else await openProject(seen[0]!)
      return ''
    },
    [onData, openProject, importReports, takeNetwork, isHeld],
  )
}
