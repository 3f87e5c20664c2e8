// The thresholds that somebody who needs a certain purity asks for.

import { Button } from '@mantine/core'
import { memo, useMemo } from 'react'
import { thresholdForPurity } from '../../core/trust/kept-sample.ts'
import type { Ranking } from '../../core/trust/trust.ts'
import classes from './ThresholdPanel.module.css'

interface PurityButtonsProps {
  readonly ranking: Ranking
  readonly onThreshold: (threshold: number) => void
}

const PURITIES = [95, 99] as const

/** One button per purity; what no threshold reaches is said. */
export const PurityButtons = memo(function PurityButtons({ ranking, onThreshold }: PurityButtonsProps) {
  const choices = useMemo(
    () => PURITIES.map((percent) => ({ percent, threshold: thresholdForPurity(ranking, percent / 100) })),
    [ranking],
  )
  const unreached = choices.filter(({ threshold }) => threshold === null)
  return (
    <div className={classes.buttons}>
      {choices.map(({ percent, threshold }) => (
        <Button
          key={percent}
          variant="default"
          size="xs"
          disabled={threshold === null}
          onClick={() => threshold !== null && onThreshold(threshold)}
        >
          Purity {percent} %
        </Button>
      ))}
      {unreached.length > 0 && (
        <p className={classes.unreached}>
          No threshold reaches {unreached.map(({ percent }) => `${percent} %`).join(' or ')}.
        </p>
      )}
    </div>
  )
})
