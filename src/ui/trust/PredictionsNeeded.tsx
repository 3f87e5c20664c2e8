// What stands in the place of trust while the network has said nothing of the data in use: why, and what to do.

import { Button } from '@mantine/core'
import { useActions, useStudio } from '../context.tsx'
import { Empty } from '../shell/Empty.tsx'
import { Notice } from '../shell/Notice.tsx'
import { Panel } from '../shell/Panel.tsx'
import { ProgressBar } from '../shell/ProgressBar.tsx'
import { areOfOtherData, missingText, otherDataText, type Passing, passText } from './need-text.ts'
import classes from './PredictionsNeeded.module.css'
import { networkText } from './trust-text.ts'

/** The region "Trust" without numbers. */
export function PredictionsNeeded() {
  const card = useStudio(({ network }) => network.card)
  const progress = useStudio(({ network }) => network.progress)
  const missing = useStudio(missingText)
  if (missing !== null || card === null) {
    return (
      <Panel name="Trust" {...(card !== null && { caption: networkText(card) })}>
        <Empty sketch="table">{missing}</Empty>
      </Panel>
    )
  }
  return (
    <Panel name="Trust" caption={networkText(card)}>
      <div className={classes.need}>
        {progress === null ? <Invitation /> : <Predicting progress={progress} />}
      </div>
    </Panel>
  )
}

function Invitation() {
  const error = useStudio(({ network }) => network.predictError)
  const other = useStudio((state) => state.network.card && otherDataText(state.network.card, state))
  const isOutdated = useStudio(areOfOtherData)
  const { loadPredictions } = useActions()
  return (
    <>
      {error !== null && (
        <Notice severity="block" title={error.message} alert>
          {error.hint !== '' && <p>{error.hint}</p>}
        </Notice>
      )}
      {other !== null && <Notice severity="warning" title={other} />}
      <p className={classes.text}>
        {isOutdated
          ? 'What the network said is about other data than those in use.'
          : 'Nothing is known yet of what the network says about the data in use.'}
      </p>
      <Button size="xs" className={classes.button} onClick={() => loadPredictions()}>
        Predict all rows
      </Button>
    </>
  )
}

function Predicting({ progress }: { readonly progress: Passing }) {
  const { cancelPredictions } = useActions()
  const text = passText(progress)
  return (
    <>
      <p className={classes.text}>{text}</p>
      <ProgressBar
        name="Prediction progress"
        value={progress.total === 0 ? 0 : progress.done / progress.total}
        text={text}
      />
      <Button variant="default" size="xs" className={classes.button} onClick={() => cancelPredictions()}>
        Cancel predicting
      </Button>
    </>
  )
}
