// "Reliability diagram": whether rows that are called right with 90 % are right in nine of ten cases.

import { NativeSelect } from '@mantine/core'
import { memo, useMemo, useState } from 'react'
import { classCalibration, topClassCalibration } from '../../core/trust/calibration.ts'
import type { Calibration, ReliabilityBin } from '../../core/trust/trust.ts'
import { Disclosure } from '../shell/Disclosure.tsx'
import { Panel } from '../shell/Panel.tsx'
import { Legend, type LegendItem } from './Legend.tsx'
import { ReliabilityBins } from './ReliabilityBins.tsx'
import { FEW_ROWS, ReliabilityChart } from './ReliabilityChart.tsx'
import classes from './ReliabilityPanel.module.css'
import type { TrustSample } from './trust-sample.ts'
import { calibratedText, rowsText, scoreText } from './trust-text.ts'
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
      caption={`Share of rows that ${of === null ? 'are right' : `belong to ${names[of]}`}, by the probability that they were given, with Wilson's 95 % intervals. On the thin diagonal probabilities are what they say. Below: rows in each bin.${calibratedText(temperature)}`}
    >
      <div className={classes.choice}>
        <NativeSelect
          className={classes.of}
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
        <Legend items={legendOf(ofNetwork, ofControl)} />
      </div>
      <div className={classes.figure}>
        <div className={classes.chart}>
          <ReliabilityChart
            network={ofNetwork}
            control={ofControl}
            // the most probable of so many classes has at least that
            from={of === null ? 1 / count : 0}
            yTitle={of === null ? 'share that is right' : 'share of the class'}
          />
        </div>
        <p className={classes.words}>{errorText(ofNetwork, scores.network.brier)}</p>
      </div>
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

function legendOf(network: Calibration, control: Calibration | null): LegendItem[] {
  const both = [
    { look: 'network' as const, name: 'Network', calibration: network },
    ...(control === null ? [] : [{ look: 'control' as const, name: 'Control', calibration: control }]),
  ]
  const withFew = both.filter(({ calibration }) =>
    calibration.bins.some(({ rows }) => rows > 0 && rows < FEW_ROWS),
  )
  const [first] = withFew
  return [
    ...both.map(({ look, name, calibration }) => ({
      look,
      text: `${name}, ECE ${scoreText(calibration.ece)}`,
    })),
    ...(first === undefined
      ? []
      : [
          {
            look: first.look,
            hollow: withFew.map(({ look }) => look),
            text: `fewer than ${FEW_ROWS} rows`,
          },
        ]),
  ]
}

/** Errors of the network and its Brier score in words. A bin of few rows is off by chance: it is no worst one. */
function errorText({ ece, bins }: Calibration, brier: number): string {
  if (Number.isNaN(ece)) return 'There are no rows to judge by.'
  const gap = ({ observed, predicted }: ReliabilityBin) => Math.abs(observed - predicted)
  const [worst] = bins.filter(({ rows }) => rows >= FEW_ROWS).sort((a, b) => gap(b) - gap(a))
  const points = (value: number) => `${(100 * value).toFixed(1)} points`
  return [
    `The network's probabilities are ${points(ece)} off on average (ECE ${scoreText(ece)}).`,
    worst === undefined
      ? `No bin holds ${FEW_ROWS} rows.`
      : `Of the bins with ${FEW_ROWS} rows or more the worst is ${points(gap(worst))} off, of ${rowsText(worst.rows)}.`,
    `Brier score ${scoreText(brier)}: the mean squared distance of all probabilities from the truth, 0 at best.`,
  ].join(' ')
}
