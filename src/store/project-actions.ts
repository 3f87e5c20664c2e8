// The project file: saved as a small JSON, opened again with the same files.

import { describeError, StudioError } from '../core/errors.ts'
import { formatInteger } from '../core/format.ts'
import { makeProject, parseProject, projectFileName } from '../core/project.ts'
import { STUDIO_VERSION } from '../core/version.ts'
import { loadSample } from './data-actions.ts'
import { isBusyTraining } from './state.ts'
import type { Studio } from './studio.ts'

/** Bytes of a project file; a large one has 30,000. */
const MOST_BYTES = 1e6

/** Saves which data, preparation and settings are in use. */
export function saveProject(studio: Studio): void {
  const { data, settings, keepMegabytes } = studio.store.getState()
  const { report, columns, candidateId } = data
  if (report === null) return
  try {
    const project = makeProject({
      report,
      settings,
      columns,
      candidate: candidateId ?? '',
      keepMegabytes,
      sample: data.sample,
      studio: STUDIO_VERSION,
      created: new Date(studio.now()).toISOString(),
    })
    const text = `${JSON.stringify(project, null, 2)}\n`
    studio.download(projectFileName(project), new Blob([text], { type: 'application/json' }))
    studio.store.setState({ projectError: null })
  } catch (thrown) {
    studio.store.setState({ projectError: describeError(thrown) })
  }
}

/** Opens a project: a sample is simulated again, files are waited for. */
export async function openProject(studio: Studio, file: File): Promise<void> {
  if (isBusyTraining(studio.store.getState())) return
  try {
    if (file.size > MOST_BYTES) {
      throw new StudioError(
        'bad-input',
        `${file.name} has ${formatInteger(file.size)} bytes; a project has at most ${formatInteger(MOST_BYTES)}.`,
        'Open a file that "Save project" wrote.',
      )
    }
    const project = parseProject(await file.text(), file.name)
    studio.store.setState({ project, projectError: null, keepMegabytes: project.keepMegabytes })
    if (project.data.kind === 'sample') {
      studio.store.setState({ sample: project.data.sample })
      await loadSample(studio)
      // a simulation that failed or was left asks for nothing that could be waited for
      if (studio.store.getState().project === project) studio.store.setState({ project: null })
    }
  } catch (thrown) {
    studio.store.setState({ projectError: describeError(thrown) })
  }
}

/** Waits no longer for the files of a project. */
export function forgetProject(studio: Studio): void {
  studio.store.setState({ project: null, projectError: null })
}
