// The single numbers of network and control, once for all panels.

import { useMemo } from 'react'
import { trustScores } from '../../core/trust/scores.ts'
import type { TrustScores } from '../../core/trust/trust.ts'
import type { TrustSample } from './trust-sample.ts'

/** Scores on the same rows. */
export interface Scores {
  readonly network: TrustScores
  /** `null` where there is no control */
  readonly control: TrustScores | null
}

/** Works out again only what has changed: calibration changes the network's probabilities and not the control's. */
export function useScores({ network, control, labels, classes, keptClass }: TrustSample): Scores {
  const ofNetwork = useMemo(
    () => trustScores(network, labels, classes, keptClass),
    [network, labels, classes, keptClass],
  )
  const ofControl = useMemo(
    () => (control === null ? null : trustScores(control, labels, classes, keptClass)),
    [control, labels, classes, keptClass],
  )
  return useMemo(() => ({ network: ofNetwork, control: ofControl }), [ofNetwork, ofControl])
}
