// What the fitted temperature changes, before anybody applies it: on the rows that it was fitted on, and on those in view.

import { useDeferredValue, useMemo } from 'react'
import { temperatureEffect } from '../../core/trust/temperature.ts'
import type { TemperatureEffect, TemperatureFit } from '../../core/trust/trust.ts'
import { trustedSplit } from '../../store/trust-in-use.ts'
import { useStudio } from '../context.tsx'
import classes from './CalibrationEffect.module.css'
import { effectText } from './fit-text.ts'
import { splitText } from './rows-text.ts'
import { decimalText } from './trust-text.ts'

/** A table of log loss and ECE before and after, and whether that is better. */
export function CalibrationEffect({ fit }: { readonly fit: TemperatureFit }) {
  // the field that chooses rows answers first: of 40,000 rows this takes a tenth of a second
  const inView = useDeferredValue(useStudio(trustedSplit))
  const count = useStudio(({ network }) => network.predictions?.card.classes.length ?? 0)
  const effect = useMemo(
    () => (inView === null ? null : temperatureEffect(inView.logits, inView.labels, count, fit.temperature)),
    [inView, count, fit],
  )
  if (inView === null || effect === null) return null
  return (
    <>
      <table className={classes.table}>
        <caption className={classes.caption}>Log loss and ECE before and after the temperature</caption>
        <thead>
          <tr>
            <th scope="col" rowSpan={2}>
              Rows
            </th>
            <th scope="colgroup" colSpan={2}>
              Log loss
            </th>
            <th scope="colgroup" colSpan={2}>
              ECE
            </th>
          </tr>
          <tr>
            {['loss', 'ece'].flatMap((score) => [
              <th key={`${score} before`} scope="col">
                before
              </th>,
              <th key={`${score} after`} scope="col">
                after
              </th>,
            ])}
          </tr>
        </thead>
        <tbody>
          <Line title={splitText({ split: 'validation', rows: fit.rows })} effect={fit} />
          {inView.split !== 'validation' && <Line title={splitText(inView)} effect={effect} />}
        </tbody>
      </table>
      <p className={classes.text}>{effectText(effect, inView.split)}</p>
    </>
  )
}

function Line({ title, effect }: { readonly title: string; readonly effect: TemperatureEffect }) {
  const { lossBefore, lossAfter, eceBefore, eceAfter } = effect
  return (
    <tr>
      <th scope="row">{title}</th>
      <td>{decimalText(lossBefore, 4)}</td>
      <td>{decimalText(lossAfter, 4)}</td>
      <td>{decimalText(eceBefore, 4)}</td>
      <td>{decimalText(eceAfter, 4)}</td>
    </tr>
  )
}
