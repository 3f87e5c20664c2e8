// Weights of other programs do not tell what they are for: a person does.

import { Button, NativeSelect } from '@mantine/core'
import { useState } from 'react'
import type { ModelCard } from '../../core/model-card.ts'
import type { InputId, RunSettings } from '../../core/run.ts'
import type { TargetId } from '../../core/targets.ts'
import { useActions } from '../context.tsx'
import { Notice } from '../shell/Notice.tsx'
import classes from './Apply.module.css'
import {
  classesText,
  firstAnswers,
  noClassesText,
  offeredClasses,
  TAKEN,
  TAKES,
  takesRedshift,
} from './answers.ts'

interface AnswersFormProps {
  readonly card: ModelCard
  readonly disabled: boolean
}

/** The questions about `card`, and "Use this network". */
export function AnswersForm({ card, disabled }: AnswersFormProps) {
  const [answers, setAnswers] = useState(() => firstAnswers(card))
  const { completeModel } = useActions()
  if (answers === null) return <Notice severity="block" title={noClassesText(card)} />
  const { target, input, redshift } = answers
  return (
    <div className={classes.form}>
      <NativeSelect
        size="xs"
        label="Classes of the network"
        description="In the order of its outputs."
        value={target}
        disabled={disabled}
        onChange={(event) => setAnswers({ ...answers, target: event.currentTarget.value as TargetId })}
      >
        {offeredClasses(card).map((id) => (
          <option key={id} value={id}>
            {classesText(id)}
          </option>
        ))}
      </NativeSelect>
      <NativeSelect
        size="xs"
        label="It takes"
        description={TAKES[input].text}
        value={input}
        disabled={disabled}
        onChange={(event) => setAnswers({ ...answers, input: event.currentTarget.value as InputId })}
      >
        {TAKEN.map((id) => (
          <option key={id} value={id}>
            {TAKES[id].title}
          </option>
        ))}
      </NativeSelect>
      {takesRedshift(card) && (
        <NativeSelect
          size="xs"
          label="Redshift as"
          description="How the network gets the estimated redshift."
          value={redshift}
          disabled={disabled}
          onChange={(event) =>
            setAnswers({ ...answers, redshift: event.currentTarget.value as RunSettings['redshift'] })
          }
        >
          <option value="value">value</option>
          <option value="index">index in zgrid</option>
        </NativeSelect>
      )}
      <Button size="xs" className={classes.button} disabled={disabled} onClick={() => completeModel(answers)}>
        Use this network
      </Button>
    </div>
  )
}
