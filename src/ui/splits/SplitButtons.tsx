// What can be done with a draft and with the splits in use.

import { Button } from '@mantine/core'
import { progressShare, progressText } from '../data/ReadingProgress.tsx'
import { ProgressBar } from '../shell/ProgressBar.tsx'
import classes from './SplitButtons.module.css'
import type { SaveProgress } from './splits-text.ts'

interface SplitButtonsProps {
  /** whether the draft may become the splits in use */
  readonly mayApply: boolean
  readonly mayRevert: boolean
  /** whether the splits in use may be saved */
  readonly maySave: boolean
  /** while they are being saved */
  readonly progress: SaveProgress | null
  readonly onApply: () => void
  readonly onRevert: () => void
  readonly onSave: () => void
  readonly onCancelSave: () => void
}

/** Three buttons; while splits are being saved, how far that is and the way out. */
export function SplitButtons(props: SplitButtonsProps) {
  const { mayApply, mayRevert, maySave, progress } = props
  return (
    <>
      <div className={classes.buttons}>
        <Button size="xs" disabled={!mayApply} onClick={props.onApply}>
          Use these splits
        </Button>
        <Button variant="default" size="xs" disabled={!mayRevert} onClick={props.onRevert}>
          Revert
        </Button>
        {progress === null && (
          <Button variant="default" size="xs" disabled={!maySave} onClick={props.onSave}>
            Save splits
          </Button>
        )}
      </div>
      {progress !== null && <Saving progress={progress} onCancel={props.onCancelSave} />}
    </>
  )
}

function Saving({ progress, onCancel }: { readonly progress: SaveProgress; readonly onCancel: () => void }) {
  const written = { ...progress, phase: 'write' } as const
  const text = progressText(written)
  return (
    <div className={classes.saving}>
      <p className={classes.text}>{text}</p>
      <ProgressBar name="Saving progress" value={progressShare(written)} text={text} />
      <Button variant="default" size="xs" className={classes.cancel} onClick={onCancel}>
        Cancel saving
      </Button>
    </div>
  )
}
