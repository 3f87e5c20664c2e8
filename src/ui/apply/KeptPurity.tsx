// How pure the kept rows are likely to be: of rows whose class is known, with all that is to be borne in mind of these.

import { useMemo } from 'react'
import { keptAt } from '../../core/trust/kept-sample.ts'
import { purityAt } from '../../core/trust/prevalence.ts'
import { rankRows } from '../../core/trust/ranking.ts'
import { probabilitiesOf } from '../../store/probabilities.ts'
import { useStudio } from '../context.tsx'
import { otherDataText } from '../trust/need-text.ts'
import { purityChoices } from '../trust/purity-choices.ts'
import { balanceText, naturalShareOf, rowsWarning } from '../trust/rows-text.ts'
import { chosenText } from '../trust/threshold-text.ts'
import { percentOf } from '../trust/trust-text.ts'
import { purityText, surveyText } from './applied-text.ts'
import { Fact } from './Fact.tsx'
import { judgingRows } from './judging-rows.ts'

interface KeptPurityProps {
  readonly threshold: number
  /** index of the class that is kept */
  readonly keptClass: number
}

/** Facts for the list of the outcome; none while no such rows are known. */
export function KeptPurity({ threshold, keptClass }: KeptPurityProps) {
  const rows = useStudio((state) => judgingRows(state, keptClass, threshold))
  const card = useStudio(({ network }) => network.predictions?.card ?? null)
  const probabilities = useStudio((state) => rows && probabilitiesOf(state, rows.split))
  const data = useStudio((state) => state.data)
  const chosenOn = useStudio(({ trust }) => trust.chosenOn)
  const given = useStudio(({ trust }) => trust.surveyShare)
  const ranking = useMemo(
    () =>
      rows && card && probabilities && rankRows(probabilities, rows.labels, card.classes.length, keptClass),
    [rows, card, probabilities, keptClass],
  )
  const choices = useMemo(() => (ranking === null ? [] : purityChoices(ranking)), [ranking])
  if (rows === null || card === null || ranking === null) return null
  const kept = keptAt(ranking, threshold)
  const sample = { ...rows, names: card.labels, keptClass }
  const isOfPurity = choices.some((choice) => choice.threshold === threshold)
  const bearInMind = [
    otherDataText(card, { data }) ?? rowsWarning(rows.split),
    data.report && balanceText(sample, data.report),
    chosenText(chosenOn, rows.split, isOfPurity),
  ]
  const share = given ?? (data.report && naturalShareOf(sample, data.report))
  return (
    <>
      <Fact term="Purity" text={purityText(kept.purity, rows, bearInMind)} />
      {share !== null && kept.purity.of > 0 && (
        <Fact
          term={`Purity at ${percentOf(share)}`.replace(' %', '\u00A0%')}
          text={surveyText(purityAt(kept, share), card.labels, keptClass, given !== null)}
        />
      )}
    </>
  )
}
