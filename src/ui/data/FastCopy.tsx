// The fast copy of the data set in use, and copies of others: all of them lie in this browser's own storage.

import { Button } from '@mantine/core'
import { useId } from 'react'
import type { ReadProgress } from '../../core/dataset-report.ts'
import { mayChangeCopies } from '../../store/state.ts'
import { useActions, useStudio } from '../context.tsx'
import { Notice } from '../shell/Notice.tsx'
import { ProgressBar } from '../shell/ProgressBar.tsx'
import { copyButton, copySentence } from './copy-text.ts'
import classes from './FastCopy.module.css'
import { OtherCopies } from './OtherCopies.tsx'
import { bytesText, progressShare } from './ReadingProgress.tsx'

/** The section "Fast copy"; nothing where there is nothing to copy, to remove or to say. */
export function FastCopy() {
  const state = useStudio(({ copy }) => copy.state)
  const progress = useStudio(({ copy }) => copy.progress)
  const error = useStudio(({ copy }) => copy.error)
  const others = useStudio(({ copy }) => copy.others)
  const fingerprint = useStudio(({ data }) => data.report?.fingerprint ?? '')
  const disabled = !useStudio(mayChangeCopies)
  const actions = useActions()
  const titleId = useId()
  if (state === null && error === null && others.length === 0) return null
  return (
    <section aria-labelledby={titleId} className={classes.copy}>
      <h3 id={titleId} className={classes.title}>
        Fast copy
      </h3>
      {state !== null && (
        <p aria-live="polite" className={classes.text}>
          {progress === null ? copySentence(state) : "Copies to this browser's private storage."}
        </p>
      )}
      {error !== null && (
        <Notice severity="warning" title={error.message} alert>
          {error.hint !== '' && <p>{error.hint}</p>}
        </Notice>
      )}
      {progress !== null ? (
        <Copying progress={progress} onCancel={() => actions.cancelCopy()} />
      ) : (
        state !== null && (
          <div className={classes.buttons}>
            {state.state !== 'complete' && (
              <Button variant="default" size="xs" disabled={disabled} onClick={() => actions.fastCopy()}>
                {copyButton(state)}
              </Button>
            )}
            {state.state !== 'none' && (
              <Button
                variant="default"
                size="xs"
                disabled={disabled}
                onClick={() => actions.removeCopy(fingerprint)}
              >
                Remove copy
              </Button>
            )}
          </div>
        )
      )}
      <OtherCopies
        copies={others}
        disabled={disabled}
        onRemove={({ fingerprint }) => actions.removeCopy(fingerprint)}
      />
    </section>
  )
}

function Copying({ progress, onCancel }: { readonly progress: ReadProgress; readonly onCancel: () => void }) {
  const pace = useStudio(({ copy }) => copy.pace)
  const text = bytesText(progress.done, progress.total, pace)
  return (
    <>
      <p className={classes.text}>{text}</p>
      <ProgressBar name="Copy progress" value={progressShare(progress)} text={text} />
      <Button variant="default" size="xs" onClick={onCancel}>
        Cancel copy
      </Button>
    </>
  )
}
