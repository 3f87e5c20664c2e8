// "Check this device": whether the visitor's own hardware computes what Keras computes.

import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { MODEL_IDS } from '../../core/models.ts'
import { type DeviceCheckState, isBusyTraining } from '../../store/state.ts'
import { useActions, useStudio } from '../context.tsx'
import { Notice } from '../shell/Notice.tsx'
import { Panel } from '../shell/Panel.tsx'
import { ProgressBar } from '../shell/ProgressBar.tsx'
import { CheckTable } from './CheckTable.tsx'
import { type DeviceCheck, explanation, isFit, verdictOf } from './check-text.ts'
import classes from './DevicePanel.module.css'

/** The region "Device check". */
export function DevicePanel() {
  const check = useStudio((state) => state.deviceCheck)
  const training = useStudio(isBusyTraining)
  const { checkDevice } = useActions()
  return (
    <Panel name="Device check" caption={explanation(check.result)}>
      <div className={classes.body}>
        <Button
          size="xs"
          variant="default"
          disabled={training || check.phase === 'running'}
          onClick={() => checkDevice()}
        >
          Check this device
        </Button>
        <div aria-live="polite">
          <Outcome check={check} />
        </div>
        {(check.phase === 'running' || check.result !== null) && (
          <CheckTable models={check.models} missing={check.phase === 'running' ? 'waiting' : 'not checked'} />
        )}
      </div>
    </Panel>
  )
}

function Outcome({ check }: { readonly check: DeviceCheckState }) {
  const { phase, models, result, error } = check
  switch (phase) {
    case 'idle':
      return null
    case 'running': {
      const text = `Checking: ${models.length} of ${MODEL_IDS.length} models done.`
      return (
        <div className={classes.running}>
          <p className={classes.line}>{text}</p>
          <ProgressBar name="Check progress" value={models.length / MODEL_IDS.length} text={text} />
        </div>
      )
    }
    case 'done':
      return result !== null && <Result result={result} />
    case 'failed':
      return (
        <Notice severity="block" title={`Not checked: ${error?.message ?? 'the reason is not known.'}`}>
          {error !== null && error.hint !== '' && <p>{error.hint}</p>}
        </Notice>
      )
    default:
      return phase satisfies never
  }
}

function Result({ result }: { readonly result: DeviceCheck }) {
  const { verdict, meaning } = verdictOf(result)
  return (
    <Notice severity={isFit(result) ? 'info' : 'block'} title={unbroken(verdict)}>
      <p>{meaning}</p>
    </Notice>
  )
}

/** The text with numbers such as 2.1e-3 kept on one line, which browsers break after the minus. */
function unbroken(text: string): ReactNode {
  return text.split(/(\S+e[-+]\d+)/).map((part, i) =>
    i % 2 === 0 ? (
      part
    ) : (
      <span key={part} className={classes.number}>
        {part}
      </span>
    ),
  )
}
