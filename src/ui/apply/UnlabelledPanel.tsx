// Posteriors without labels: chosen or dropped here, answered by the network in use.

import { useCallback, useRef, useState } from 'react'
import { formatInteger } from '../../core/format.ts'
import { useActions, useStudio } from '../context.tsx'
import { kindOfFiles } from '../shell/are-reports.ts'
import { inputFiles, type PathedFile } from '../shell/dropped-files.ts'
import { FileButton } from '../shell/FileButton.tsx'
import { Notice } from '../shell/Notice.tsx'
import { Panel } from '../shell/Panel.tsx'
import { useTakeNetwork } from '../shell/use-take-network.ts'
import classes from './Apply.module.css'
import { ApplyingProgress } from './ApplyingProgress.tsx'
import { applyHoldText } from './hold-text.ts'
import { Outcome } from './Outcome.tsx'
import { useDrop } from './use-drop.ts'

/** The region "Posteriors without labels"; all of it takes dropped files. */
export function UnlabelledPanel() {
  const hold = useStudio(applyHoldText)
  const applied = useStudio(({ apply }) => apply.applied)
  const [refusal, setRefusal] = useRefusal(hold)
  const choices = useRef<HTMLDivElement>(null)
  const focusChoices = useCallback(() => choices.current?.querySelector('input')?.focus(), [])
  const { applyModel } = useActions()
  const takeNetwork = useTakeNetwork()

  function apply(files: readonly PathedFile[]): void {
    setRefusal('')
    void applyModel(files)
  }

  async function takeDropped(files: PathedFile[]): Promise<void> {
    const plain = files.map(({ file }) => file)
    if ((await kindOfFiles(plain)) === 'network') setRefusal(takeNetwork(plain))
    else if (hold !== null) setRefusal(hold)
    else if (files.length === 0) setRefusal('What was dropped holds no files. Drop files of posteriors.')
    else apply(files)
  }

  const { isOver, handlers } = useDrop(takeDropped, (reason) =>
    setRefusal(`The browser could not read what was dropped: ${reason}. Choose it with the file inputs.`),
  )
  return (
    <div className={classes.drop} data-over={isOver} {...handlers}>
      <Panel
        name="Posteriors without labels"
        caption="The network gives each row a class and probabilities. The data in use stay as they are."
      >
        <div className={classes.parts}>
          <div className={classes.load}>
            <div ref={choices} className={classes.choices}>
              <FileButton
                name="Unlabelled files"
                multiple
                disabled={hold !== null}
                onFiles={(files) => apply(inputFiles(files))}
              />
              <FileButton
                name="Unlabelled folder"
                multiple
                folder
                disabled={hold !== null}
                onFiles={(files) => apply(inputFiles(files))}
              />
              <Invitation isOver={isOver} hold={hold} />
            </div>
            <Problems refusal={refusal} />
          </div>
          <Progress onCancelled={focusChoices} />
          {applied !== null && <Outcome applied={applied} />}
        </div>
      </Panel>
    </div>
  )
}

/** Why files were refused: it goes when another network is in use, or when what keeps it from being applied changes. */
function useRefusal(hold: string | null): [refusal: string, setRefusal: (text: string) => void] {
  const card = useStudio(({ network }) => network.card)
  const [refusal, setRefusal] = useState({ text: '', card, hold })
  const counts = refusal.card === card && refusal.hold === hold
  return [counts ? refusal.text : '', (text) => setRefusal({ text, card, hold })]
}

interface InvitationProps {
  readonly isOver: boolean
  /** why nothing can be applied now */
  readonly hold: string | null
}

function Invitation({ isOver, hold }: InvitationProps) {
  const points = useStudio(({ network }) => network.card?.length ?? 0)
  const invitation = `NPY, NPZ, Arrow (Feather), Parquet or FITS, ${formatInteger(points)} points per row. Labels in them are passed over. Or drop them here.`
  return (
    <p aria-live="polite" className={classes.note}>
      {hold ?? (isOver ? 'Drop the posteriors to apply the network to them.' : invitation)}
    </p>
  )
}

function Problems({ refusal }: { readonly refusal: string }) {
  const error = useStudio(({ apply }) => apply.error)
  return (
    <>
      {refusal !== '' && <Notice severity="warning" title={refusal} alert />}
      {error !== null && (
        <Notice severity="block" title={error.message} alert>
          {error.hint !== '' && <p>{error.hint}</p>}
        </Notice>
      )}
    </>
  )
}

/** Comes ten times a second, so it is kept apart from all the rest. */
function Progress({ onCancelled }: { readonly onCancelled: () => void }) {
  const progress = useStudio(({ apply }) => apply.progress)
  return progress !== null && <ApplyingProgress progress={progress} onCancelled={onCancelled} />
}
