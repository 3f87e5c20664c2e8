// The rows that the view of trust is about, with what network and control say of them. The same object as long as nothing of it
// changes, so that whatever is derived from it can be remembered; the threshold is not part of it.

import { useMemo } from 'react'
import type { EvaluatedSplit } from '../../core/run.ts'
import { controlProbabilitiesOf, probabilitiesOf, temperatureInUse } from '../../store/probabilities.ts'
import { keptClassOf, trustedSplit } from '../../store/trust-in-use.ts'
import { useStudio } from '../context.tsx'

/** One split through network and control. */
export interface TrustSample {
  readonly split: EvaluatedSplit
  /** true class per row */
  readonly labels: Uint8Array<ArrayBuffer>
  /** z_est per row; NaN where it is not known */
  readonly redshift: Float64Array<ArrayBuffer>
  /** number of classes */
  readonly classes: number
  /** of the classes, for people */
  readonly names: readonly string[]
  /** index of the class of the redshifts that are kept */
  readonly keptClass: number
  /** probabilities, [row, class] */
  readonly network: Float64Array<ArrayBuffer>
  /** the same of the control; `null` where it has none */
  readonly control: Float64Array<ArrayBuffer> | null
  /** by which the network's logits were divided; `null` where they are taken as they are */
  readonly temperature: number | null
}

/** The sample in use; `null` without predictions. */
export function useTrustSample(): TrustSample | null {
  const of = useStudio(trustedSplit)
  const card = useStudio(({ network }) => network.predictions?.card ?? null)
  const keptClass = useStudio(keptClassOf)
  const network = useStudio((state) => {
    const split = trustedSplit(state)
    return split === null ? null : probabilitiesOf(state, split.split)
  })
  const temperature = useStudio(temperatureInUse)
  const control = useStudio((state) => {
    const split = trustedSplit(state)
    return split === null ? null : controlProbabilitiesOf(state, split.split)
  })
  return useMemo(() => {
    if (of === null || card === null || network === null) return null
    const { split, labels, redshift } = of
    return {
      split,
      labels,
      redshift,
      classes: card.classes.length,
      names: card.labels,
      keptClass,
      network,
      control,
      temperature,
    }
  }, [of, card, keptClass, network, control, temperature])
}
