// Rows sorted by the probability of the kept class, once for all panels: the slider only looks them up.

import { useMemo } from 'react'
import { rankRows } from '../../core/trust/ranking.ts'
import type { Ranking } from '../../core/trust/trust.ts'
import type { TrustSample } from './trust-sample.ts'

/** Rankings of the same rows. */
export interface Rankings {
  readonly network: Ranking
  /** `null` where there is no control */
  readonly control: Ranking | null
}

/** Sorts again only what has changed: calibration changes the network's probabilities and not the control's. */
export function useRankings({ network, control, labels, classes, keptClass }: TrustSample): Rankings {
  const ofNetwork = useMemo(
    () => rankRows(network, labels, classes, keptClass),
    [network, labels, classes, keptClass],
  )
  const ofControl = useMemo(
    () => (control === null ? null : rankRows(control, labels, classes, keptClass)),
    [control, labels, classes, keptClass],
  )
  return useMemo(() => ({ network: ofNetwork, control: ofControl }), [ofNetwork, ofControl])
}
