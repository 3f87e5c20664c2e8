// The project file: a small JSON instead of the data. One that was opened waits here until its files are chosen again.

import { Button } from '@mantine/core'
import { formatBytes, formatInteger } from '../../core/format.ts'
import type { Project, ProjectData } from '../../core/project.ts'
import { SPLIT_NAMES } from '../../core/split-names.ts'
import { FileButton } from '../shell/FileButton.tsx'
import { Notice } from '../shell/Notice.tsx'
import { SPLIT_TITLES } from '../text/split-titles.ts'
import classes from './ProjectFile.module.css'

interface ProjectFileProps {
  /** a project that was opened and waits for its files; a sample needs none and never waits */
  readonly waiting: Project | null
  readonly disabled: boolean
  /** whether there are data to save a project of */
  readonly canSave: boolean
  readonly onOpen: (file: File) => void
  readonly onSave: () => void
  readonly onForget: () => void
}

/** "Open project" and "Save project", and what an opened project waits for. */
export function ProjectFile({ waiting, disabled, canSave, onOpen, onSave, onForget }: ProjectFileProps) {
  return (
    <div className={classes.project}>
      <div className={classes.row}>
        <FileButton
          name="Open project"
          accept=".json,application/json"
          disabled={disabled}
          onFiles={([file]) => onOpen(file!)}
        />
        <Button variant="default" size="sm" disabled={disabled || !canSave} onClick={onSave}>
          Save project
        </Button>
      </div>
      {/* always there, so that a notice that comes is read aloud */}
      <div aria-live="polite">
        {waiting?.data.kind === 'files' && (
          <Waiting data={waiting.data} target={waiting.target} disabled={disabled} onForget={onForget} />
        )}
      </div>
    </div>
  )
}

/** Files that are named at most. */
const FILES_SHOWN = 5

interface WaitingProps {
  readonly data: Extract<ProjectData, { kind: 'files' }>
  readonly target: Project['target']
  readonly disabled: boolean
  readonly onForget: () => void
}

function Waiting({ data, target, disabled, onForget }: WaitingProps) {
  const { name, rows, width, files } = data
  const counts = SPLIT_NAMES.map((split) => `${SPLIT_TITLES[split]} ${formatInteger(rows[split])}`)
  const more = files.length - FILES_SHOWN
  return (
    <Notice severity="info" title={`${name}: choose its files again`}>
      <dl className={classes.facts}>
        <dt>Target</dt> <dd>{target}</dd> <dt>Rows</dt> <dd>{counts.join(', ')}</dd> <dt>Width</dt>{' '}
        <dd>{formatInteger(width)} points</dd>
      </dl>
      <ul aria-label="Files of the project" className={classes.files}>
        {files.slice(0, FILES_SHOWN).map(({ path, bytes }) => (
          <li key={path}>
            {path}, <span className={classes.size}>{formatBytes(bytes)}</span>
          </li>
        ))}
        {more > 0 && (
          <li>
            and {formatInteger(more)} more {more === 1 ? 'file' : 'files'}
          </li>
        )}
      </ul>
      <p>
        A project does not hold the data. The files that you choose are prepared as the project says and
        verified: the data report warns if rows, labels or splits are others.
      </p>
      <Button variant="default" size="xs" className={classes.forget} disabled={disabled} onClick={onForget}>
        Forget the project
      </Button>
    </Notice>
  )
}
