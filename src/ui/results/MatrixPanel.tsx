// One of the two matrix panels, for the run in view.

import { useStudio } from '../context.tsx'
import { Empty } from '../shell/Empty.tsx'
import { Panel } from '../shell/Panel.tsx'
import { ConfusionMatrix } from './ConfusionMatrix.tsx'
import { originCaption, originSplit } from './origin.ts'

interface MatrixPanelProps {
  readonly split: 'train' | 'test'
  readonly letter: string
  readonly className?: string | undefined
}

/** The region "Confusion matrix train" or "Confusion matrix test". */
export function MatrixPanel({ split, letter, className }: MatrixPanelProps) {
  const labelled = useStudio((state) => state.run?.[split] ?? null)
  const dataset = useStudio((state) => state.run?.dataset ?? null)
  const lastEpoch = useStudio((state) => state.run?.history.loss.length ?? 0)
  const bestEpoch = useStudio((state) => state.run?.bestEpoch ?? 0)
  const name = `Confusion matrix ${split}`
  if (labelled === null || dataset === null) {
    return (
      <Panel name={name} title={`Confusion matrix, ${split}`} letter={letter} className={className}>
        <Empty sketch="matrix">
          {split === 'train'
            ? 'Fills after the first epoch, with the counts of its own passes over train.'
            : 'Fills after the first epoch, with validation; with test once training has ended.'}
        </Empty>
      </Panel>
    )
  }
  const caption = originCaption(labelled.origin, lastEpoch, bestEpoch)
  return (
    <Panel
      name={name}
      title={`Confusion matrix, ${originSplit(labelled.origin)}`}
      letter={letter}
      caption={caption}
      className={className}
    >
      <ConfusionMatrix matrix={labelled.matrix} labels={dataset.labels} />
    </Panel>
  )
}
