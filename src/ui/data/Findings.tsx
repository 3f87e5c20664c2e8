// What a person should know before training, the gravest first, with the ways out that one click takes, and the one box
// that overrules what may be overruled.

import { Button, Checkbox } from '@mantine/core'
import type { Finding, Remedy } from '../../core/dataset-report.ts'
import { Notice, type Severity } from '../shell/Notice.tsx'
import classes from './Findings.module.css'
import { unyieldingBlocks } from './report-facts.ts'

interface FindingsProps {
  readonly findings: readonly Finding[]
  readonly overruled: boolean
  /** whether a run holds the choice */
  readonly disabled?: boolean
  readonly onOverrule: (overruled: boolean) => void
  /** takes a way out; absent where none can be taken */
  readonly onRemedy?: (remedy: Remedy) => void
}

const GROUPS: readonly (readonly [Severity, string])[] = [
  ['block', 'Blocks training'],
  ['warning', 'Warning'],
  ['info', 'Note'],
]

/** Findings by severity; a remedy that several of one severity share stands once, under the last of them. */
export function Findings({ findings, overruled, disabled = false, onOverrule, onRemedy }: FindingsProps) {
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
              {group.map((finding, i) => (
                <li key={`${finding.code} ${finding.file} ${finding.message}`}>
                  {finding.message}
                  {onRemedy !== undefined && (
                    <Remedies remedies={ownRemedies(group, i)} disabled={disabled} onRemedy={onRemedy} />
                  )}
                </li>
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

interface RemediesProps {
  readonly remedies: readonly Remedy[]
  readonly disabled: boolean
  readonly onRemedy: (remedy: Remedy) => void
}

function Remedies({ remedies, disabled, onRemedy }: RemediesProps) {
  if (remedies.length === 0) return null
  return (
    <div className={classes.remedies}>
      {remedies.map((remedy) => (
        <Button
          key={remedyKey(remedy)}
          variant="default"
          size="compact-xs"
          className={classes.remedy}
          classNames={{ label: classes.remedyLabel! }}
          disabled={disabled}
          onClick={() => onRemedy(remedy)}
        >
          {remedy.label}
        </Button>
      ))}
    </div>
  )
}

/** Remedies of a finding that no later one of its group has as well. */
function ownRemedies(group: readonly Finding[], index: number): readonly Remedy[] {
  const later = new Set(group.slice(index + 1).flatMap(({ remedies = [] }) => remedies.map(remedyKey)))
  return (group[index]?.remedies ?? []).filter((remedy) => !later.has(remedyKey(remedy)))
}

function remedyKey({ label, patch }: Remedy): string {
  return `${label} ${JSON.stringify(patch)}`
}
