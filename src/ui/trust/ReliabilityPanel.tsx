// "Reliability diagram": whether rows that are called right with 90 % are right in nine of ten cases.

import { NativeSelect } from '@mantine/core'
import { memo, useMemo, useState } from 'react'
import { classCalibration, topClassCalibration } from '../../core/trust/calibration.ts'
import type { Calibration, ReliabilityBin } from '../../core/trust/trust.ts'
import { Disclosure } from '../shell/Disclosure.tsx'
import { Panel } from '../shell/Panel.tsx'
import { Legend } from './Legend.tsx'
import { ReliabilityBins } from './ReliabilityBins.tsx'
import { ReliabilityChart } from './ReliabilityChart.tsx'
import classes from './ReliabilityPanel.module.css'
import type { TrustSample } from './trust-sample.ts'
import { calibratedText, decimalText, rowsText } from './trust-text.ts'
import type { Scores } from './use-scores.ts'

/** Value of the option for the most probable class of each row. */
const TOP = 'top'

interface ReliabilityPanelProps {
  readonly sample: TrustSample
  readonly scores: Scores
}

/** The region "Reliability diagram". */
export const ReliabilityPanel = memo(function ReliabilityPanel({ sample, scores }: ReliabilityPanelProps) {
  const [chosen, setChosen] = useState(TOP)
  const [open, setOpen] = useState(false)
  const { network, control, labels, classes: count, names, temperature } = sample
  // a network with fewer classes may follow
  const of = Number(chosen) < count ? Number(chosen) : null
  const ofNetwork = useMemo(() => calibrationOf(network, labels, count, of), [network, labels, count, of])
  const ofControl = useMemo(
    () => (control === null ? null : calibrationOf(control, labels, count, of)),
    [control, labels, count, of],
  )
  return (
    <Panel
      name="Reliability diagram"
      caption={`Share of rows that ${of === null ? 'are right' : `belong to ${names[of]}`}, by the probability that they were given, with Wilson's 95 % intervals. On the thin diagonal probabilities are what they say. Below: rows per bin.${calibratedText(temperature)}`}
    >
      <div className={classes.choice}>
        <NativeSelect
          size="xs"
          label="Probability of"
          value={of === null ? TOP : String(of)}
          onChange={(event) => setChosen(event.currentTarget.value)}
        >
          <option value={TOP}>most probable class</option>
          {names.map((name, k) => (
            <option key={name} value={k}>
              {name}
            </option>
          ))}
        </NativeSelect>
      </div>
      <Legend
        items={[
          { look: 'network', text: `Network, ECE ${decimalText(ofNetwork.ece, 4)}` },
          ...(ofControl === null
            ? []
            : [{ look: 'control' as const, text: `Control, ECE ${decimalText(ofControl.ece, 4)}` }]),
        ]}
      />
      <ReliabilityChart
        network={ofNetwork}
        control={ofControl}
        yTitle={of === null ? 'share that is right' : 'share of the class'}
      />
      <p className={classes.words}>{errorText(ofNetwork, scores.network.brier)}</p>
      <Disclosure title="Table of bins" open={open} onToggle={() => setOpen(!open)}>
        <ReliabilityBins network={ofNetwork} control={ofControl} />
      </Disclosure>
    </Panel>
  )
})

function calibrationOf(
  probabilities: Float64Array,
  labels: Uint8Array,
  classes: number,
  of: number | null,
): Calibration {
  return of === null
    ? topClassCalibration(probabilities, labels, classes)
    : classCalibration(probabilities, labels, classes, of)
}

/** ECE, MCE and Brier score of the network in words. */
function errorText({ ece, mce, bins }: Calibration, brier: number): string {
  if (Number.isNaN(ece)) return 'There are no rows to judge by.'
  const gap = ({ observed, predicted }: ReliabilityBin) => Math.abs(observed - predicted)
  const worst = bins.find((bin) => gap(bin) === mce)?.rows ?? 0
  const points = (value: number) => `${(100 * value).toFixed(1)} points`
  return [
    `The network's probabilities are ${points(ece)} off on average (ECE ${decimalText(ece, 4)}),`,
    `and ${points(mce)} in the worst bin, of ${rowsText(worst)} (MCE ${decimalText(mce, 4)}).`,
    `Brier score ${decimalText(brier, 4)}: the mean squared distance of all probabilities from the truth, 0 at best.`,
  ].join(' ')
}
