// "Threshold": which rows are kept, and what that comes to.

import { memo, useCallback, useMemo } from 'react'
import { keptAt } from '../../core/trust/kept-sample.ts'
import { useActions } from '../context.tsx'
import { Panel } from '../shell/Panel.tsx'
import { KeptCurves } from './KeptCurves.tsx'
import { KeptNumbers } from './KeptNumbers.tsx'
import { PurityButtons } from './PurityButtons.tsx'
import { ThresholdSlider } from './ThresholdSlider.tsx'
import { percentOf, shortNumber } from './trust-text.ts'
import type { Rankings } from './use-rankings.ts'

interface ThresholdPanelProps {
  readonly ranking: Rankings['network']
  readonly threshold: number
  /** of the kept class, for people */
  readonly kept: string
}

/** The region "Threshold". */
export const ThresholdPanel = memo(function ThresholdPanel({
  ranking,
  threshold,
  kept,
}: ThresholdPanelProps) {
  const { setTrust } = useActions()
  const choose = useCallback((next: number) => setTrust({ threshold: next }), [setTrust])
  const sample = useMemo(() => keptAt(ranking, threshold), [ranking, threshold])
  const { purity, completeness, coverage } = sample
  const text = `${shortNumber(threshold)}: purity ${percentOf(purity.share)}, completeness ${percentOf(completeness.share)}, coverage ${percentOf(coverage.share)}`
  return (
    <Panel
      name="Threshold"
      caption={`Rows are kept whose probability of ${kept} is at least the threshold. Intervals: Wilson, 95 %.`}
    >
      <ThresholdSlider threshold={threshold} text={text} onThreshold={choose} />
      <PurityButtons ranking={ranking} onThreshold={choose} />
      <KeptNumbers sample={sample} kept={kept} />
      <KeptCurves
        ranking={ranking}
        threshold={threshold}
        text={`Purity, completeness and coverage against the threshold. At ${text}`}
        onThreshold={choose}
      />
    </Panel>
  )
})
