// "Network and control": what the network is better at than a plain regression on a few descriptors of each posterior.

import { VisuallyHidden } from '@mantine/core'
import { memo, useMemo, useState } from 'react'
import { regressionText } from '../../core/control-text.ts'
import { formatInteger, formatSeconds } from '../../core/format.ts'
import type { ControlFit } from '../../core/predictions.ts'
import shared from '../compare/CompareTable.module.css'
import { NO_NUMBER } from '../compare/number-text.ts'
import { ScrollBox } from '../compare/ScrollBox.tsx'
import { Disclosure } from '../shell/Disclosure.tsx'
import { Panel } from '../shell/Panel.tsx'
import layout from './ConnectedTrust.module.css'
import { ControlCoefficients } from './ControlCoefficients.tsx'
import classes from './ControlPanel.module.css'
import { advantageOf, verdictText } from './control-text.ts'
import numbers from './NumberTable.module.css'
import { ScoreMeanings } from './ScoreMeanings.tsx'
import { type ScoreRow, scoreRows } from './score-rows.ts'
import type { TrustSample } from './trust-sample.ts'
import type { Scores } from './use-scores.ts'

interface ControlPanelProps {
  readonly sample: TrustSample
  readonly scores: Scores
  /** `null` where there is no control */
  readonly fit: ControlFit | null
}

/** The region "Network and control". */
export const ControlPanel = memo(function ControlPanel({ sample, scores, fit }: ControlPanelProps) {
  const [open, setOpen] = useState(false)
  const [explained, setExplained] = useState(false)
  const { keptClass, names } = sample
  const kept = names[keptClass] ?? ''
  const advantage = useMemo(() => advantageOf(sample), [sample])
  const rows = scoreRows(scores.network, scores.control)
  return (
    <Panel
      name="Network and control"
      className={layout.whole}
      caption={`ECE: expected calibration error of the most probable class. AUC and average precision: ${kept} against all others.`}
    >
      <div className={classes.beside}>
        <div>
          <p className={classes.verdict}>
            {advantage !== null && fit !== null
              ? verdictText(advantage, `the control, a ${regressionText(fit.descriptors.length)}`, rows, kept)
              : withoutControl(sample, fit)}
          </p>
          {fit !== null && (
            <p className={classes.about}>
              The control is a multinomial logistic regression on {fit.descriptors.length} descriptors of each
              posterior, fitted on {formatInteger(fit.rows)} rows of TRAIN in {timeText(fit.seconds)}.
            </p>
          )}
        </div>
        <ScoreTable rows={rows} />
      </div>
      <Disclosure title="What these scores mean" open={explained} onToggle={() => setExplained(!explained)}>
        <ScoreMeanings kept={kept} />
      </Disclosure>
      {fit !== null && (
        <Disclosure title="Coefficients of the control" open={open} onToggle={() => setOpen(!open)}>
          <ControlCoefficients fit={fit} names={names} />
        </Disclosure>
      )}
    </Panel>
  )
})

function withoutControl({ split }: TrustSample, fit: ControlFit | null): string {
  // which of the two it was nobody remembers
  if (fit === null) {
    return 'There is no control: the run was ended before it was fitted, or it could not be fitted on these data.'
  }
  return split === 'train'
    ? 'The control was fitted on TRAIN and is not asked about it. Choose other rows to see it.'
    : 'The control has no answers for these rows.'
}

/** `0.4 s`; what would round to nothing takes some time, too. */
function timeText(seconds: number): string {
  return seconds < 0.05 ? 'less than 0.1 s' : formatSeconds(seconds)
}

function ScoreTable({ rows }: { readonly rows: readonly ScoreRow[] }) {
  return (
    <ScrollBox name="Network and control, table">
      <table className={`${shared.table} ${numbers.table} ${classes.table}`}>
        <caption className={shared.caption}>Scores of network and control</caption>
        <thead>
          <tr>
            <th scope="col">Score</th>
            <th scope="col">Network</th>
            <th scope="col">Control</th>
            <th scope="col">Difference</th>
            <th scope="col" className={classes.better}>
              Better
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ name, better, network, control, difference, winner }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>{winner === 'network' ? <Winner text={network} /> : network}</td>
              <td>
                {winner === 'control' && control !== null ? (
                  <Winner text={control} />
                ) : (
                  (control ?? NO_NUMBER)
                )}
              </td>
              <td>{difference ?? NO_NUMBER}</td>
              <td className={classes.better}>{better}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollBox>
  )
}

/** The better value of a line; who sees no bold type is told. */
function Winner({ text }: { readonly text: string }) {
  return (
    <b>
      {text}
      <VisuallyHidden> (better)</VisuallyHidden>
    </b>
  )
}
