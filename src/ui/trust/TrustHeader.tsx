// Which network, on which rows, for which class: what all panels below are about.

import { Button, NativeSelect } from '@mantine/core'
import { type RefObject, useEffect, useId } from 'react'
import type { EvaluatedSplit } from '../../core/run.ts'
import { useActions, useStudio } from '../context.tsx'
import { Notice } from '../shell/Notice.tsx'
import { Panel } from '../shell/Panel.tsx'
import { Calibration } from './Calibration.tsx'
import { openedText, otherDataText } from './need-text.ts'
import { balanceWarning, keptShareText, rowsWarning, splitText } from './rows-text.ts'
import classes from './TrustHeader.module.css'
import type { TrustSample } from './trust-sample.ts'
import { networkText } from './trust-text.ts'

interface TrustHeaderProps {
  readonly sample: TrustSample
  /** whether what stood in its place had the focus, which its heading then takes */
  readonly takesFocus: RefObject<boolean>
}

/** The region "Trust". */
export function TrustHeader({ sample, takesFocus }: TrustHeaderProps) {
  const titleId = useId()
  useEffect(() => {
    if (takesFocus.current) document.getElementById(titleId)?.focus()
    takesFocus.current = false
  }, [takesFocus, titleId])
  const card = useStudio(({ network }) => network.predictions?.card ?? null)
  const error = useStudio(({ trust }) => trust.error)
  const { exportTrust } = useActions()
  return (
    <Panel name="Trust" titleId={titleId} {...(card !== null && { caption: networkText(card) })}>
      <div className={classes.header}>
        <Choices sample={sample} />
        <Warnings sample={sample} />
        <Calibration sample={sample} />
        <div className={classes.buttons}>
          <Button variant="default" size="xs" onClick={() => exportTrust('measures')}>
            Measures CSV
          </Button>
          <Button variant="default" size="xs" onClick={() => exportTrust('predictions')}>
            Predictions CSV
          </Button>
        </div>
        {error !== null && (
          <Notice severity="block" title={error.message} alert>
            {error.hint !== '' && <p>{error.hint}</p>}
          </Notice>
        )}
      </div>
    </Panel>
  )
}

function Choices({ sample }: { readonly sample: TrustSample }) {
  const splits = useStudio(({ network }) => network.predictions?.splits) ?? []
  const { setTrust } = useActions()
  const { split, names, keptClass } = sample
  return (
    <div className={classes.choices}>
      <NativeSelect
        size="xs"
        label="Rows"
        value={split}
        onChange={(event) => setTrust({ split: event.currentTarget.value as EvaluatedSplit })}
      >
        {splits.map((each) => (
          <option key={each.split} value={each.split}>
            {splitText(each)}
          </option>
        ))}
      </NativeSelect>
      <NativeSelect
        size="xs"
        label="Class to keep"
        value={String(keptClass)}
        onChange={(event) => setTrust({ keptClass: Number(event.currentTarget.value) })}
      >
        {names.map((name, k) => (
          <option key={name} value={k}>
            {name}
          </option>
        ))}
      </NativeSelect>
      <p className={classes.note}>{keptShareText(sample)}</p>
    </div>
  )
}

function Warnings({ sample }: { readonly sample: TrustSample }) {
  const report = useStudio(({ data }) => data.report)
  const hasNatural = useStudio(
    ({ network }) => network.predictions?.splits.some(({ split }) => split === 'natural') ?? false,
  )
  // of rows of other data nobody can say whether the network has seen them
  const other = useStudio(
    ({ network: { predictions }, data }) => predictions && otherDataText(predictions.card, { data }),
  )
  const opened = useStudio(openedText)
  const texts = [other ?? rowsWarning(sample.split), report && balanceWarning(sample, report, hasNatural)]
  return (
    <>
      {opened !== null && <Notice severity="info" title={opened} />}
      {texts.map((text) => text !== null && <Notice key={text} severity="warning" title={text} />)}
    </>
  )
}
