// The two curves with an operating point: what they are made of, and how they are called.

import {
  areaUnderRoc,
  averagePrecision,
  decimateCurve,
  precisionRecallCurve,
  rocCurve,
} from '../../core/trust/curves.ts'
import { keptAsMany, keptAt } from '../../core/trust/kept-sample.ts'
import type { KeptSample, Ranking, ThresholdCurve } from '../../core/trust/trust.ts'
import type { Joining } from './trust-plot.ts'
import { percentOf, rowsText, scoreText, shortNumber } from './trust-text.ts'

/** More points than a drawing has pixels are no use. */
const MOST_POINTS = 800

interface CurveKind {
  readonly name: string
  readonly xTitle: string
  readonly yTitle: string
  readonly joining: Joining
  readonly areaName: string
  readonly curveOf: (ranking: Ranking) => ThresholdCurve
  readonly areaOf: (ranking: Ranking) => number
  readonly pointOf: (kept: KeptSample) => { readonly x: number; readonly y: number }
  /** heights, at both ends of the horizontal axis, of what chance alone gives */
  readonly chanceOf: (ranking: Ranking) => readonly [number, number]
  readonly caption: (kept: string) => string
  readonly pointText: (kept: KeptSample) => string
}

/** Both kinds of curve. */
export const CURVE_KINDS = {
  roc: {
    name: 'ROC curve',
    xTitle: 'false positive rate',
    yTitle: 'completeness (true positive rate)',
    joining: 'straight',
    areaName: 'AUC',
    curveOf: rocCurve,
    areaOf: areaUnderRoc,
    pointOf: ({ contamination, completeness }) => ({ x: contamination.share, y: completeness.share }),
    chanceOf: () => [0, 1],
    caption: (kept) =>
      `Completeness, the share of ${kept} that is kept, against the share of all other rows that is kept, for every threshold.`,
    pointText: ({ completeness, contamination }) =>
      `completeness ${percentOf(completeness.share)}, false positive rate ${percentOf(contamination.share)}`,
  },
  precisionRecall: {
    name: 'Precision and recall',
    xTitle: 'completeness (recall)',
    yTitle: 'purity (precision)',
    joining: 'steps',
    areaName: 'AP',
    curveOf: precisionRecallCurve,
    areaOf: averagePrecision,
    pointOf: ({ purity, completeness }) => ({ x: completeness.share, y: purity.share }),
    chanceOf: ({ positives, rows }) => [positives / rows, positives / rows],
    caption: (kept) =>
      `Purity, the share of the kept rows that belong to ${kept}, against completeness, for every threshold. AP: average precision.`,
    pointText: ({ purity, completeness }) =>
      `purity ${percentOf(purity.share)}, completeness ${percentOf(completeness.share)}`,
  },
} as const satisfies Record<string, CurveKind>

/** One of them. */
export type CurveKindId = keyof typeof CURVE_KINDS

/** A curve to be drawn, and the area under all of it. */
export interface DrawnCurve {
  readonly curve: ThresholdCurve
  readonly area: number
}

/** All that does not depend on the threshold. */
export function drawnCurve(kind: CurveKindId, ranking: Ranking): DrawnCurve {
  const { curveOf, areaOf } = CURVE_KINDS[kind]
  return { curve: decimateCurve(curveOf(ranking), MOST_POINTS), area: areaOf(ranking) }
}

/** A point of a curve; NaN where what it is a share of is empty. */
export interface OperatingPoint {
  readonly x: number
  readonly y: number
  /** the same in words */
  readonly text: string
}

/** The point of the network's curve that the threshold stands for. */
export function operatingPoint(kind: CurveKindId, ranking: Ranking, threshold: number): OperatingPoint {
  const { pointOf, pointText } = CURVE_KINDS[kind]
  const kept = keptAt(ranking, threshold)
  return { ...pointOf(kept), text: `At threshold ${shortNumber(threshold)}: ${pointText(kept)}` }
}

/**
 * The point of the control's curve whose sample has as many rows as the network's at the threshold: its own probabilities mean
 * something else. `null` where the network keeps none.
 */
export function controlPoint(
  kind: CurveKindId,
  { network, control }: { readonly network: Ranking; readonly control: Ranking },
  threshold: number,
): OperatingPoint | null {
  const { pointOf, pointText } = CURVE_KINDS[kind]
  const { count } = keptAt(network, threshold).coverage
  if (count === 0) return null
  const kept = keptAsMany(control, count)
  const many = kept.coverage.count
  const which =
    many === count
      ? `with as many rows kept (${rowsText(count)})`
      : `with ${rowsText(many)} kept, as equal probabilities stay together`
  return { ...pointOf(kept), text: `The control ${which}: ${pointText(kept)}` }
}

/** `AUC 0.9531`. */
export function areaText(kind: CurveKindId, area: number): string {
  return `${CURVE_KINDS[kind].areaName} ${scoreText(area)}`
}
