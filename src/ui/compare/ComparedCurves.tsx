// "Compared curves": accuracy and loss of all runs beside each other, and what they are at an epoch that is pointed at.

import { Checkbox, SegmentedControl } from '@mantine/core'
import { useCallback, useId, useMemo, useState } from 'react'
import { formatInteger } from '../../core/format.ts'
import { isMarked } from '../chart/run-colour.ts'
import { Panel } from '../shell/Panel.tsx'
import classes from './ComparedCurves.module.css'
import { CurveChart } from './CurveChart.tsx'
import { CurveReadout, CurveSummary } from './CurveReadout.tsx'
import { type CurveSeries, epochsOf, shortestOf } from './curve-series.ts'

interface ComparedCurvesProps {
  readonly series: readonly CurveSeries[]
  /** epochs that runs under way may take, 0 where there is none */
  readonly planned: number
}

/** Which epochs are shown: those of the longest run, or those that all runs that have ended reached. */
type Part = 'all' | 'shortest'

/** The region "Compared curves". */
export function ComparedCurves({ series, planned }: ComparedCurvesProps) {
  const [withTrain, setWithTrain] = useState(false)
  /** where the pointer is, and what was chosen by click or slider; 0 for the best epoch of each run */
  const [pointed, setPointed] = useState(0)
  const [picked, setPicked] = useState(0)
  const [part, setPart] = useState<Part>('all')
  const all = useMemo(() => epochsOf(series), [series])
  const shortest = useMemo(() => shortestOf(series), [series])
  const canCut = shortest > 0 && shortest < all
  const isCut = canCut && part === 'shortest'
  const done = isCut ? shortest : all
  const epoch = Math.min(pointed || picked, done)
  const pick = useCallback((next: number) => setPicked((before) => (next === before ? 0 : next)), [])
  const charts = {
    series,
    withTrain,
    done,
    planned: isCut ? 0 : planned,
    epoch,
    onPoint: setPointed,
    onPick: pick,
  }
  return (
    <Panel
      name="Compared curves"
      caption={[
        `Thick lines: validation${series.some(({ colour }) => isMarked(colour)) ? ', dashed for runs with a hollow swatch' : ''}.`,
        ...(withTrain ? ['Thin dotted lines: train.'] : []),
        'Ring: best epoch, that of the lowest validation loss.',
      ].join(' ')}
    >
      {done === 0 ? (
        <p className={classes.none}>None of these runs has curves yet.</p>
      ) : (
        <>
          <div className={classes.charts}>
            <CurveChart quantity="accuracy" {...charts} />
            <CurveChart quantity="loss" {...charts} />
          </div>
          <div className={classes.controls}>
            <EpochSlider epoch={epoch} last={done} onEpoch={setPicked} />
            <Checkbox
              size="sm"
              label="Show train curves"
              checked={withTrain}
              onChange={(event) => setWithTrain(event.currentTarget.checked)}
            />
            {canCut && (
              <div className={classes.part}>
                <span aria-hidden="true">Epochs</span>
                <SegmentedControl
                  size="xs"
                  aria-label="Epochs shown"
                  value={part}
                  data={[
                    { value: 'all', label: `All ${formatInteger(all)}` },
                    { value: 'shortest', label: `Up to the shortest run, ${formatInteger(shortest)}` },
                  ]}
                  onChange={(next) => setPart(next as Part)}
                />
              </div>
            )}
          </div>
          <CurveReadout series={series} epoch={epoch} withTrain={withTrain} />
          <CurveSummary series={series} />
        </>
      )}
    </Panel>
  )
}

interface EpochSliderProps {
  readonly epoch: number
  readonly last: number
  readonly onEpoch: (epoch: number) => void
}

/** At its left end it stands for the best epoch of each run. */
function EpochSlider({ epoch, last, onEpoch }: EpochSliderProps) {
  const id = useId()
  const text = epoch === 0 ? 'best of each run' : String(epoch)
  return (
    <div className={classes.slider}>
      <label htmlFor={id}>Epoch</label>
      <input
        id={id}
        type="range"
        min={0}
        max={last}
        value={epoch}
        aria-valuetext={text}
        onChange={(event) => onEpoch(Number(event.currentTarget.value))}
      />
      <span aria-hidden="true" className={classes.epoch}>
        {text}
      </span>
    </div>
  )
}
