// The thresholds that somebody who needs a certain purity asks for.

import { Button } from '@mantine/core'
import { memo } from 'react'
import type { Ranking } from '../../core/trust/trust.ts'
import type { PurityChoice } from './purity-choices.ts'
import classes from './ThresholdPanel.module.css'
import { fewRowsTexts, highestPurityText } from './threshold-text.ts'

interface PurityButtonsProps {
  readonly ranking: Ranking
  readonly choices: readonly PurityChoice[]
  readonly onThreshold: (threshold: number) => void
}

/** One button per purity; what no threshold reaches is said, and what too few rows cannot show. */
export const PurityButtons = memo(function PurityButtons(props: PurityButtonsProps) {
  const { ranking, choices, onThreshold } = props
  const unreached = choices.filter(({ threshold }) => threshold === null)
  const few = fewRowsTexts(choices)
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
          No threshold reaches {unreached.map(({ percent }) => `${percent} %`).join(' or ')}.{' '}
          {highestPurityText(ranking)}
        </p>
      )}
      {few.map((text) => (
        <p key={text} className={classes.unreached}>
          {text}
        </p>
      ))}
    </div>
  )
})
