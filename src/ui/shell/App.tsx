// The page: header, data and model on the left, results in the middle; the whole of it takes dropped files.

import { VisuallyHidden } from '@mantine/core'
import { useEffect } from 'react'
import { isBusyTraining } from '../../store/state.ts'
import { useActions, useStudio } from '../context.tsx'
import { DataPanel } from '../data/DataPanel.tsx'
import { DevicePanel } from '../device/DevicePanel.tsx'
import { Results } from '../results/Results.tsx'
import { RunButtons } from '../train/RunButtons.tsx'
import { announcement, pageTitle } from '../train/status-text.ts'
import { TrainPanel } from '../train/TrainPanel.tsx'
import classes from './App.module.css'
import { DropZone } from './DropZone.tsx'
import { Header } from './Header.tsx'

/** The whole page; needs a MantineProvider and a StudioProvider above it. */
export function App() {
  const { chooseFiles } = useActions()
  const training = useStudio(isBusyTraining)
  return (
    <>
      <PageTitle />
      <Header />
      <main className={classes.main}>
        <div className={classes.left}>
          <DropZone disabled={training} onFiles={chooseFiles} />
          <DataPanel />
          <TrainPanel />
          <DevicePanel />
          <RunButtons />
        </div>
        <Results />
      </main>
      <Announcer />
    </>
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
