// Purity, completeness and coverage of the kept sample, with what each is a share of; what purity would be in the survey, and
// what the control would keep.

import type { ReactNode } from 'react'
import { type Estimate, purityAt } from '../../core/trust/prevalence.ts'
import type { KeptSample } from '../../core/trust/trust.ts'
import { ClassName } from '../chart/ClassName.tsx'
import classes from './ThresholdPanel.module.css'
import { asManyText } from './threshold-text.ts'
import { countText, percentOf, shareText } from './trust-text.ts'

interface KeptNumbersProps {
  readonly sample: KeptSample
  /** the control's sample of as many rows; `null` without a control */
  readonly control: KeptSample | null
  /** of the kept class, for people */
  readonly kept: string
  /** number of classes */
  readonly classCount: number
  /** share of the kept class in the survey, 0 to 1, by the visitor or else by the data; `null` where it is not known */
  readonly survey: { readonly share: number; readonly isGiven: boolean } | null
}

/** A list of shares: three columns, title, number and meaning. */
export function KeptNumbers({ sample, control, kept, classCount, survey }: KeptNumbersProps) {
  const { purity, completeness, coverage } = sample
  const name = <ClassName name={kept} />
  return (
    <div className={classes.kept}>
      <dl className={classes.numbers}>
        <Line title="Purity" value={purity}>
          {countText(purity)} kept rows belong to {name}
        </Line>
        {survey !== null && (
          <Line title={`Purity at ${percentOf(survey.share)}`} value={purityAt(sample, survey.share)}>
            if so many are {name}, as {survey.isGiven ? 'in your survey' : 'of all objects'}
            {classCount > 2 && ', and the others as common among each other as here'}
          </Line>
        )}
        <Line title="Completeness" value={completeness}>
          {countText(completeness)} rows of {name} are kept
        </Line>
        <Line title="Coverage" value={coverage}>
          {countText(coverage)} rows are kept
        </Line>
        {control !== null && purity.of > 0 && (
          <div>
            <dt>Control</dt>
            <dd className={classes.wide}>
              <b>{shareText(control.purity)}</b> pure, <b>{shareText(control.completeness)}</b> complete,{' '}
              {asManyText(purity.of, control.purity.of)}
            </dd>
          </div>
        )}
      </dl>
    </div>
  )
}

interface LineProps {
  readonly title: string
  readonly value: Estimate
  /** what it means */
  readonly children: ReactNode
}

function Line({ title, value, children }: LineProps) {
  return (
    <div>
      <dt>{title}</dt>
      <dd>
        <b>{shareText(value)}</b> <span>{children}</span>
      </dd>
    </div>
  )
}
