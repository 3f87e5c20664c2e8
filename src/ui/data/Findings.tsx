// What a person should know before training, the gravest first, and the one box that overrules what may be overruled.

import { Checkbox } from '@mantine/core'
import type { Finding } from '../../core/dataset-report.ts'
import { Notice, type Severity } from '../shell/Notice.tsx'
import classes from './Findings.module.css'
import { unyieldingBlocks } from './report-facts.ts'

interface FindingsProps {
  readonly findings: readonly Finding[]
  readonly overruled: boolean
  /** whether a run holds the choice */
  readonly disabled?: boolean
  readonly onOverrule: (overruled: boolean) => void
}

const GROUPS: readonly (readonly [Severity, string])[] = [
  ['block', 'Blocks training'],
  ['warning', 'Warning'],
  ['info', 'Note'],
]

/** Findings by severity. */
export function Findings({ findings, overruled, disabled = false, onOverrule }: FindingsProps) {
  if (findings.length === 0) return null
  const blocked = findings.some(({ severity }) => severity === 'block')
  const mayOverrule = blocked && unyieldingBlocks(findings).length === 0
  return (
    <div className={classes.groups}>
      {GROUPS.map(([severity, title]) => {
        const group = findings.filter((finding) => finding.severity === severity)
        if (group.length === 0) return null
        return (
          <Notice
            key={severity}
            severity={severity}
            title={group.length > 1 ? `${title} (${group.length})` : title}
          >
            <ul className={classes.list}>
              {group.map((finding) => (
                <li key={`${finding.code} ${finding.file} ${finding.message}`}>{finding.message}</li>
              ))}
            </ul>
            {severity === 'block' && mayOverrule && (
              <Checkbox
                className={classes.overrule}
                size="xs"
                label="Train anyway: I know that the numbers will mislead"
                checked={overruled}
                disabled={disabled}
                onChange={(event) => onOverrule(event.currentTarget.checked)}
              />
            )}
          </Notice>
        )
      })}
    </div>
  )
}
