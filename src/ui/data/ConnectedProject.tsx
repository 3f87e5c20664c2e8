// The project file over the store.

import { isBusyTraining, isReading } from '../../store/state.ts'
import { useActions, useStudio } from '../context.tsx'
import { Notice } from '../shell/Notice.tsx'
import { ProjectFile } from './ProjectFile.tsx'

/** "Open project", "Save project", and what an opened project waits for. */
export function ConnectedProject() {
  const waiting = useStudio(({ project, data }) => (data.phase === 'reading' ? null : project))
  const error = useStudio(({ projectError }) => projectError)
  const training = useStudio(isBusyTraining)
  const reading = useStudio(isReading)
  const canSave = useStudio(({ data }) => data.phase === 'ready')
  const { openProject, saveProject, forgetProject } = useActions()
  return (
    <>
      <ProjectFile
        waiting={waiting}
        disabled={training || reading}
        canSave={canSave}
        onOpen={openProject}
        onSave={saveProject}
        onForget={forgetProject}
      />
      {error !== null && (
        <Notice severity="block" title={error.message} alert>
          {error.hint !== '' && <p>{error.hint}</p>}
        </Notice>
      )}
    </>
  )
}
