// What is known of the network in use, and questions about what is not.

import { useState } from 'react'
import { isComplete, type ModelCard } from '../../core/model-card.ts'
import { temperatureInUse } from '../../store/probabilities.ts'
import { ClassName } from '../chart/ClassName.tsx'
import { useStudio } from '../context.tsx'
import { Disclosure } from '../shell/Disclosure.tsx'
import { Notice } from '../shell/Notice.tsx'
import { AnswersForm } from './AnswersForm.tsx'
import classes from './Apply.module.css'
import { networkFacts } from './network-facts.ts'

interface NetworkCardProps {
  readonly card: ModelCard
  /** whether the network must stay as it is */
  readonly held: boolean
}

/** A list of facts; what a person has said of imported weights can be corrected. */
export function NetworkCard({ card, held }: NetworkCardProps) {
  const temperature = useStudio(temperatureInUse)
  const [correcting, setCorrecting] = useState(false)
  return (
    <>
      <dl className={classes.facts}>
        {networkFacts(card, temperature).map(({ term, text }) => (
          <div key={term}>
            <dt>{term}</dt>
            <dd>{text}</dd>
          </div>
        ))}
        <div>
          <dt>Classes</dt>
          <dd>
            <ol className={classes.classes}>
              {card.labels.map((label) => (
                <li key={label}>
                  <ClassName name={label} />
                </li>
              ))}
            </ol>
          </dd>
        </div>
      </dl>
      {!isComplete(card) && (
        <>
          <Notice severity="warning" title="The file does not tell what this network is for">
            <p>Answer before it is applied. A wrong answer gives wrong classes, and nothing else tells.</p>
          </Notice>
          <AnswersForm card={card} disabled={held} />
        </>
      )}
      {isComplete(card) && card.origin === 'imported' && (
        <Disclosure
          title="Correct what was said of it"
          open={correcting}
          onToggle={() => setCorrecting(!correcting)}
        >
          <AnswersForm card={card} disabled={held} />
        </Disclosure>
      )}
    </>
  )
}
