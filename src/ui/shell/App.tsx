// The page: header, data and model on the left, results in the middle; the whole of it takes dropped files.

import { VisuallyHidden } from '@mantine/core'
import { type ReactNode, useCallback, useEffect, useState } from 'react'
import { isBusyTraining, type View } from '../../store/state.ts'
import { ConnectedApply } from '../apply/ConnectedApply.tsx'
import { ConnectedComparison } from '../compare/ConnectedComparison.tsx'
import { useActions, useStudio } from '../context.tsx'
import { DataPanel } from '../data/DataPanel.tsx'
import { DevicePanel } from '../device/DevicePanel.tsx'
import { SplitsAndObjects } from '../inspect/SplitsAndObjects.tsx'
import { ConnectedInspect } from '../inspect-network/ConnectedInspect.tsx'
import { Results } from '../results/Results.tsx'
import { ConnectedRunsBox } from '../runs/ConnectedRunsBox.tsx'
import { ConnectedRunsPanel } from '../runs/ConnectedRunsPanel.tsx'
import { ImportOutcome } from '../runs/ImportOutcome.tsx'
import { useImportReports } from '../runs/use-import-reports.ts'
import { RunButtons } from '../train/RunButtons.tsx'
import { announcement, pageTitle } from '../train/status-text.ts'
import { TrainPanel } from '../train/TrainPanel.tsx'
import { ConnectedTrust } from '../trust/ConnectedTrust.tsx'
import classes from './App.module.css'
import { kindOfFiles } from './are-reports.ts'
import { DropZone } from './DropZone.tsx'
import type { PathedFile } from './dropped-files.ts'
import { Header } from './Header.tsx'
import { COMPARISON_ID, MIDDLE_ID } from './middle.ts'
import { useTakeFiles } from './use-take-files.ts'
import { useTakeNetwork } from './use-take-network.ts'
import { ViewSwitch } from './ViewSwitch.tsx'

/** The whole page; needs a MantineProvider and a StudioProvider above it. */
export function App() {
  return (
    <>
      <PageTitle />
      <Header />
      <Columns>
        <div className={classes.switch}>
          <ViewSwitch />
        </div>
        <div className={classes.left}>
          <ConnectedDropZone />
          <DataPanel />
          <TrainPanel />
          <ConnectedRunsBox />
          <DevicePanel />
          <RunButtons />
        </div>
        <Middle />
      </Columns>
      <Announcer />
    </>
  )
}

/** On a narrow page, where all is one column, what is looked at comes before data and settings; these come first in training. */
function Columns({ children }: { readonly children: ReactNode }) {
  const leads = useStudio((state) => (state.view === 'training' ? 'left' : 'middle'))
  return (
    <main className={classes.main} data-leads={leads}>
      {children}
    </main>
  )
}

/** In the view of runs all that is dropped goes for reports, but for networks; elsewhere the files tell what they are. */
function ConnectedDropZone() {
  const { chooseFiles } = useActions()
  const training = useStudio(isBusyTraining)
  const takesReports = useStudio((state) => state.view === 'runs')
  const takeFiles = useTakeFiles(chooseFiles)
  const importReports = useImportReports()
  const takeNetwork = useTakeNetwork()
  const importFiles = useCallback(
    async (files: PathedFile[]) => {
      const plain = files.map(({ file }) => file)
      if ((await kindOfFiles(plain)) === 'network') return takeNetwork(plain)
      await importReports(plain)
      return ''
    },
    [importReports, takeNetwork],
  )
  return takesReports ? (
    <DropZone takes="reports" onFiles={importFiles} />
  ) : (
    <DropZone takes={training ? 'all but data' : 'all'} onFiles={takeFiles} />
  )
}

/** Results or data. Charts stay built while data are looked at: building them takes longer than changing them. */
function Middle() {
  const view = useStudio((state) => state.view)
  // once it was looked at it stays as it was left: zoom, axes, open filters
  const [visited, setVisited] = useState<ReadonlySet<View>>(new Set())
  if (!visited.has(view)) setVisited(new Set([...visited, view]))
  return (
    <div id={MIDDLE_ID} tabIndex={-1} className={classes.middle}>
      <ImportOutcome />
      <div hidden={view !== 'training'} className={classes.results}>
        <Results />
      </div>
      {visited.has('data') && (
        <div hidden={view !== 'data'} className={classes.objects}>
          <SplitsAndObjects />
        </div>
      )}
      {visited.has('trust') && (
        <div hidden={view !== 'trust'} className={classes.network}>
          <ConnectedTrust />
        </div>
      )}
      {visited.has('inspect') && (
        <div hidden={view !== 'inspect'} className={classes.network}>
          <ConnectedInspect />
        </div>
      )}
      {visited.has('apply') && (
        <div hidden={view !== 'apply'} className={classes.network}>
          <ConnectedApply />
        </div>
      )}
      {visited.has('runs') && (
        <div hidden={view !== 'runs'} className={classes.runs}>
          <ConnectedRunsPanel />
          <div id={COMPARISON_ID} tabIndex={-1} className={classes.comparison}>
            <ConnectedComparison />
          </div>
        </div>
      )}
    </div>
  )
}

/** The run's progress in the tab. */
function PageTitle() {
  const title = useStudio((state) => pageTitle(state.run))
  useEffect(() => {
    document.title = title
  }, [title])
  return null
}

/** Read aloud when an epoch ends and when the run ends, never in between. */
function Announcer() {
  const text = useStudio((state) => announcement(state.run))
  return (
    <VisuallyHidden role="status" aria-live="polite">
      {text}
    </VisuallyHidden>
  )
}
