// Temperature scaling: fitted on demand, applied on demand, and what it would change.

import { Button, Checkbox } from '@mantine/core'
import { useMemo } from 'react'
import { softmaxRows } from '../../core/trust/softmax.ts'
import type { TemperatureFit } from '../../core/trust/trust.ts'
import { predictionsOf } from '../../store/probabilities.ts'
import { trustedSplit } from '../../store/trust-in-use.ts'
import { useActions, useStudio } from '../context.tsx'
import { CalibrationEffect } from './CalibrationEffect.tsx'
import { fitText, keptChangeText } from './fit-text.ts'
import { keptChange } from './kept-change.ts'
import classes from './TrustHeader.module.css'
import type { TrustSample } from './trust-sample.ts'

/** The button "Fit temperature", the checkbox "Calibrated probabilities", and what comes of both. */
export function Calibration({ sample }: { readonly sample: TrustSample }) {
  const fit = useStudio(({ trust }) => trust.fit)
  const calibrated = useStudio(({ trust }) => trust.calibrated)
  const rows = useStudio(({ network }) => predictionsOf(network.predictions, 'validation')?.rows ?? 0)
  const change = useKeptChange(sample, fit)
  const { fitTemperature, setCalibrated } = useActions()
  return (
    <div className={classes.calibration}>
      <div className={classes.buttons}>
        <Button variant="default" size="xs" disabled={rows === 0} onClick={() => fitTemperature()}>
          Fit temperature
        </Button>
        <Checkbox
          size="sm"
          label="Calibrated probabilities"
          checked={calibrated}
          disabled={rows === 0 && fit === null}
          classNames={{ label: classes.label }}
          onChange={(event) => {
            // who asks for calibrated probabilities need not know that something has to be fitted first
            if (fit === null) fitTemperature()
            setCalibrated(event.currentTarget.checked)
          }}
        />
      </div>
      <p className={classes.note}>{rows === 0 && fit === null ? NO_ROWS : WHAT_IT_DOES}</p>
      <div aria-live="polite" className={classes.told}>
        {fit !== null && <p>{fitText(fit, calibrated)}</p>}
        {change !== null && <p>{change}</p>}
      </div>
      {fit !== null && <CalibrationEffect fit={fit} />}
    </div>
  )
}

const WHAT_IT_DOES =
  'Makes 90 % mean nine in ten: one number T, fitted on validation, makes the network less sure (T > 1) or surer (T < 1) of every row alike (temperature scaling: logits are divided by T). No predicted class changes, and the control stays as it is.'
const NO_ROWS = 'The temperature is fitted on validation, and there are no predictions of it.'

/** In words, how the kept sample has changed since somebody chose its threshold; `null` where it has not. */
function useKeptChange(
  { split, labels, classes: count, keptClass, network, temperature }: TrustSample,
  fit: TemperatureFit | null,
): string | null {
  const chosenBefore = useStudio(({ trust }) => trust.chosenBefore)
  const threshold = useStudio(({ trust }) => trust.threshold)
  const logits = useStudio((state) => trustedSplit(state)?.logits ?? null)
  return useMemo(() => {
    if (chosenBefore === null || fit === null || logits === null) return null
    const isCalibrated = temperature !== null
    const before = softmaxRows(logits, count, isCalibrated ? null : fit.temperature)
    const change = keptChange(before, network, { labels, classes: count, keptClass, threshold })
    return change && keptChangeText(change, threshold, isCalibrated, split)
  }, [chosenBefore, threshold, logits, fit, split, labels, count, keptClass, network, temperature])
}
