// What the tests of project files share: projects as files, and a page that waits for their data.

import type { DatasetReport } from '../core/dataset-report.ts'
import { StudioError } from '../core/errors.ts'
import { PROJECT, REPORT } from '../core/project.fixture.ts'
import type { Project } from '../core/project.ts'
import { FILES, found } from './test-data.ts'
import { type TestStudio, testStudio } from './test-engine.ts'

/** The data of `PROJECT`. */
export const FILE_DATA = PROJECT.data as Extract<Project['data'], { kind: 'files' }>

/** The files of `PROJECT` before they are prepared as it says. */
export const UNPREPARED: DatasetReport = {
  ...REPORT,
  fingerprint: '0000',
  preparation: { ...REPORT.preparation, drop: [] },
}

/** What a removed file rejects with. */
export const GONE = new StudioError('file-gone', 'X.npy was removed.', 'Choose it again.')

/** A project file. */
export function fileOf(project: unknown, name = 'project.json'): File {
  return new File([JSON.stringify(project)], name)
}

/** A project was opened and waits for its files. */
export async function waiting(project: Project = PROJECT): Promise<TestStudio> {
  const page = testStudio()
  await page.actions.openProject(fileOf(project))
  return page
}

/** The files that are chosen for the project hold data sets at these paths. */
export async function choose({ actions, calls }: TestStudio, ...paths: readonly string[]): Promise<void> {
  void actions.chooseFiles(FILES)
  await calls.discover.at(-1)!.resolve(found(...paths))
}
