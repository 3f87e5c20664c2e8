// What the network said: counts, notes, the first rows, and all of it as a table to save.

import { useMemo } from 'react'
import type { AppliedFormat, AppliedPredictions } from '../../core/applied.ts'
import { formatInteger } from '../../core/format.ts'
import { keptAt } from '../../core/trust/kept-sample.ts'
import { rankRows } from '../../core/trust/ranking.ts'
import { softmaxRows } from '../../core/trust/softmax.ts'
import {
  appliedKeptClass,
  appliedTemperature,
  appliedThreshold,
  isAppliedByNetworkInUse,
} from '../../store/applied-in-use.ts'
import { probabilitiesOf } from '../../store/probabilities.ts'
import { trustedSplit } from '../../store/trust-in-use.ts'
import { ClassName } from '../chart/ClassName.tsx'
import { useActions, useStudio } from '../context.tsx'
import { FileButtons } from '../figure/FileButtons.tsx'
import { probabilityText } from '../inspect-network/inspected-text.ts'
import { Notice } from '../shell/Notice.tsx'
import { splitText } from '../trust/rows-text.ts'
import { networkText } from '../trust/trust-text.ts'
import { AnswersTable } from './AnswersTable.tsx'
import classes from './Apply.module.css'
import { type Answers, answersOf, countKept, summarise } from './applied-summary.ts'
import { filesText, keptText, probabilitiesText, purityText, titleText } from './applied-text.ts'
import { ClassShares } from './ClassShares.tsx'
import outcome from './Outcome.module.css'

/** All that is shown of `applied`; it stays when another network is loaded. */
export function Outcome({ applied }: { readonly applied: AppliedPredictions }) {
  const temperature = useStudio(appliedTemperature)
  const isOfNetworkInUse = useStudio(isAppliedByNetworkInUse)
  const answers = useMemo(
    () => answersOf(applied, softmaxRows(applied.logits, applied.card.classes.length, temperature)),
    [applied, temperature],
  )
  const summary = useMemo(() => summarise(answers), [answers])
  const { card, rows, notes } = applied
  return (
    <div className={classes.save}>
      <h3 className={classes.heading}>{titleText(applied)}</h3>
      {!isOfNetworkInUse && (
        <Notice severity="info" title="These answers are of a network that is no longer in use" />
      )}
      <dl className={classes.facts}>
        <Fact term="Network" text={networkText(card)} />
        <Fact term="Files" text={filesText(applied)} />
        {summary.answered < rows && (
          <Fact
            term="Answered"
            text={`${formatInteger(summary.answered)} of ${formatInteger(rows)} rows; the notes say why`}
          />
        )}
        <Fact term="Confidence" text={`${probabilityText(summary.meanConfidence)} on average`} />
        <Kept answers={answers} answered={summary.answered} />
        <Fact term="Probabilities" text={probabilitiesText(applied, temperature)} />
      </dl>
      <ClassShares labels={card.labels} summary={summary} />
      {notes.length > 0 && (
        <>
          <h4 className={classes.heading}>Notes</h4>
          <ul className={outcome.notes}>
            {notes.map((note) => (
              <li key={note}>{note}</li>
            ))}
          </ul>
        </>
      )}
      <SaveAnswers />
      <AnswersTable answers={answers} />
    </div>
  )
}

function Fact({ term, text }: { readonly term: string; readonly text: string }) {
  return (
    <div>
      <dt>{term}</dt>
      <dd>
        <ClassName name={text} />
      </dd>
    </div>
  )
}

/** Which rows are kept, and how pure such rows were where their class is known. */
function Kept({ answers, answered }: { readonly answers: Answers; readonly answered: number }) {
  const threshold = useStudio(appliedThreshold)
  const kept = useStudio(appliedKeptClass)
  const inUse = useStudio(isAppliedByNetworkInUse)
  const label = answers.applied.card.labels[kept] ?? ''
  const count = useMemo(() => countKept(answers, kept, threshold), [answers, kept, threshold])
  return (
    <>
      <Fact term="Kept" text={keptText(count, answered, label, threshold, inUse)} />
      {inUse && <Purity threshold={threshold} kept={kept} />}
    </>
  )
}

/** On the rows in view of trust; nothing while the network's predictions are not known. */
function Purity({ threshold, kept }: { readonly threshold: number; readonly kept: number }) {
  const rows = useStudio(trustedSplit)
  const probabilities = useStudio((state) => rows && probabilitiesOf(state, rows.split))
  const classCount = useStudio(({ network }) => network.predictions?.card.classes.length ?? 0)
  const ranking = useMemo(
    () => rows && probabilities && rankRows(probabilities, rows.labels, classCount, kept),
    [rows, probabilities, classCount, kept],
  )
  if (rows === null || ranking === null) return null
  return <Fact term="Purity" text={purityText(keptAt(ranking, threshold).purity, splitText(rows))} />
}

const FORMATS: readonly { readonly format: AppliedFormat; readonly text: string }[] = [
  { format: 'csv', text: 'CSV' },
  { format: 'ecsv', text: 'ECSV' },
  { format: 'votable', text: 'VOTable' },
  { format: 'npy', text: 'NPY' },
]

function SaveAnswers() {
  const making = useStudio(({ apply }) => apply.making)
  const { exportApplied } = useActions()
  return (
    <FileButtons
      title="Save answers"
      busy={making !== null}
      buttons={FORMATS.map(({ format, text }) => ({
        name: `Answers ${text}`,
        text,
        onClick: () => exportApplied(format),
      }))}
    >
      {making !== null && (
        <p aria-live="polite" className={classes.note}>
          Making the table.
        </p>
      )}
    </FileButtons>
  )
}
