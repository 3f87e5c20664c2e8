// Purity, completeness and coverage against the threshold, whose line can be moved.

import { useMemo } from 'react'
import { decimateCurve } from '../../core/trust/curves.ts'
import { keptAt, keptCurves } from '../../core/trust/kept-sample.ts'
import type { Ranking } from '../../core/trust/trust.ts'
import { tenth } from '../chart/plot.ts'
import { Legend } from './Legend.tsx'
import { KEPT_SHARES } from './look.ts'
import { Curve, Mark } from './Marks.tsx'
import classes from './ThresholdPanel.module.css'
import { TrustChart } from './TrustChart.tsx'

interface KeptCurvesProps {
  readonly ranking: Ranking
  readonly threshold: number
  /** the same in words */
  readonly text: string
  readonly onThreshold: (threshold: number) => void
}

/** More points than a drawing has pixels are no use. */
const MOST_POINTS = 800
const STEPS = 1000

/** Three lines, and a vertical one at the threshold. */
export function KeptCurves({ ranking, threshold, text, onThreshold }: KeptCurvesProps) {
  const curves = useMemo(() => drawnCurves(ranking), [ranking])
  const kept = keptAt(ranking, threshold)
  return (
    <>
      <Legend items={KEPT_SHARES.map((look) => ({ look, text: look }))} />
      <TrustChart
        text={text}
        xTitle="threshold"
        yTitle="share"
        onPick={(x) => onThreshold(Math.round(STEPS * x) / STEPS)}
      >
        {(plot) => (
          <>
            <path
              data-part="threshold"
              className={classes.line}
              d={`M${tenth(plot.x(threshold))} ${plot.box.top}v${plot.box.height}`}
            />
            {curves.map(({ look, x, y }) => (
              <Curve key={look} look={look} xs={x} ys={y} plot={plot} joining="steps" />
            ))}
            {KEPT_SHARES.map((look) => (
              <Mark key={look} look={look} x={plot.x(threshold)} y={plot.y(kept[look].share)} />
            ))}
          </>
        )}
      </TrustChart>
    </>
  )
}

function drawnCurves(ranking: Ranking) {
  const { thresholds, ...shares } = keptCurves(ranking)
  return KEPT_SHARES.map((look) => ({
    look,
    ...decimateCurve({ x: thresholds, y: shares[look], thresholds }, MOST_POINTS),
  }))
}
