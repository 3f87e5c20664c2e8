// One of the two matrix panels, for the run in view.

import { gapName } from '../runs/gap-text.ts'
import { Empty } from '../shell/Empty.tsx'
import { Panel } from '../shell/Panel.tsx'
import { ClosedCells } from './ClosedCells.tsx'
import { ConfusionMatrix } from './ConfusionMatrix.tsx'
import { originCaption, originSplit } from './origin.ts'
import { useCellsOf } from './use-cells-of.ts'
import { useRunView } from './use-run-view.ts'

interface MatrixPanelProps {
  readonly split: 'train' | 'test'
  readonly letter: string
  readonly className?: string | undefined
}

/** The region "Confusion matrix train" or "Confusion matrix test". */
export function MatrixPanel({ split, letter, className }: MatrixPanelProps) {
  const labelled = useRunView((view) => view[split])
  const labels = useRunView((view) => view.labels)
  const lastEpoch = useRunView((view) => view.history.loss.length) ?? 0
  const bestEpoch = useRunView((view) => view.bestEpoch) ?? 0
  const kept = useRunView((view) => view.ended) ?? false
  const isExact = labelled?.origin === 'best-train' || labelled?.origin === 'best-test'
  const onCell = useCellsOf(split, isExact ? labelled.matrix : null)
  const name = `Confusion matrix ${split}`
  if (labelled === null || labels === null) {
    return (
      <Panel name={name} title={`Confusion matrix, ${split}`} letter={letter} className={className}>
        <Empty sketch="matrix">
          {kept
            ? `This run has ${gapName(`conf_matrix_${split}`)}.`
            : split === 'train'
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
      <ConfusionMatrix matrix={labelled.matrix} labels={labels} onCell={onCell} />
      {onCell === undefined && <ClosedCells />}
    </Panel>
  )
}
