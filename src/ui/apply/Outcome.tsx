// What the network said: counts, notes, the first rows, and all of it as a table to save.

import { useMemo } from 'react'
import type { AppliedFormat, AppliedPredictions } from '../../core/applied.ts'
import { type Answers, answersAt, countKept, summarise } from '../../core/applied-summary.ts'
import { formatInteger } from '../../core/format.ts'
import { appliedKeptClass, appliedTemperature, appliedThreshold } from '../../store/applied-in-use.ts'
import { useActions, useStudio } from '../context.tsx'
import { FileButtons } from '../figure/FileButtons.tsx'
import { probabilityText } from '../inspect-network/inspected-text.ts'
import { Notice } from '../shell/Notice.tsx'
import { networkText } from '../trust/trust-text.ts'
import { AnswersTable } from './AnswersTable.tsx'
import classes from './Apply.module.css'
import { filesText, keptText, probabilitiesText, settledText, titleText } from './applied-text.ts'
import { ClassShares } from './ClassShares.tsx'
import { Fact } from './Fact.tsx'
import { KeptPurity } from './KeptPurity.tsx'
import outcome from './Outcome.module.css'

/** All that is shown of `applied`; it stays when another network is loaded. */
export function Outcome({ applied }: { readonly applied: AppliedPredictions }) {
  const temperature = useStudio(appliedTemperature)
  const since = useStudio(({ apply }) => apply.settled?.since ?? null)
  const answers = useMemo(() => answersAt(applied, temperature), [applied, temperature])
  const summary = useMemo(() => summarise(answers), [answers])
  const { card, rows, notes } = applied
  return (
    <div className={classes.save}>
      <h3 className={classes.heading}>{titleText(applied)}</h3>
      {since !== null && <Notice severity="info" title={settledText(since)} />}
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

/** Which rows are kept, and how pure such rows were where their class is known. */
function Kept({ answers, answered }: { readonly answers: Answers; readonly answered: number }) {
  const threshold = useStudio(appliedThreshold)
  const classIndex = useStudio(appliedKeptClass)
  const since = useStudio(({ apply }) => apply.settled?.since ?? null)
  const label = answers.applied.card.labels[classIndex] ?? ''
  const count = useMemo(() => countKept(answers, { classIndex, threshold }), [answers, classIndex, threshold])
  return (
    <>
      <Fact term="Kept" text={keptText(count, answered, label, threshold, since)} />
      {since === null && <KeptPurity threshold={threshold} keptClass={classIndex} />}
    </>
  )
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
