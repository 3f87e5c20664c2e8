// "Data report": what is known about the data set in use. The region has no text before data are loaded or being read.

import { Button } from '@mantine/core'
import { type ReactNode, useRef } from 'react'
import type { DatasetReport, Finding, Remedy } from '../../core/dataset-report.ts'
import type { TrainingPlan } from '../../core/plan.ts'
import { ClassCounts } from './ClassCounts.tsx'
import classes from './DataReport.module.css'
import { FileList } from './FileList.tsx'
import { Findings } from './Findings.tsx'
import { reportFacts } from './report-facts.ts'

interface DataReportProps {
  readonly report: DatasetReport | null
  readonly plan: TrainingPlan | null
  readonly overruled: boolean
  /** whether a run or a reading holds the choice to overrule */
  readonly disabled?: boolean
  readonly onOverrule: (overruled: boolean) => void
  readonly onRemedy?: (remedy: Remedy) => void
  /** shows the splits and the objects; absent where they cannot be shown */
  readonly onLook?: () => void
  /** how far the reading is; it stands where it is from before the report to its end, and keeps the focus */
  readonly progress?: ReactNode
}

/** The region "Data report". */
export function DataReport({
  report,
  plan,
  overruled,
  disabled = false,
  onOverrule,
  onRemedy,
  onLook,
  progress = null,
}: DataReportProps) {
  const name = useRef<HTMLHeadingElement>(null)
  const isNote = ({ severity }: Finding) => severity === 'info'
  const findingsProps = {
    overruled,
    disabled,
    onOverrule,
    ...(onRemedy !== undefined && {
      onRemedy: (remedy: Remedy) => {
        onRemedy(remedy)
        // the button goes with its finding: the focus waits where the new report begins
        name.current?.focus()
      },
    }),
  }
  return (
    <section aria-label="Data report" className={classes.report}>
      {report !== null && (
        <>
          <h3 ref={name} tabIndex={-1} className={classes.name}>
            {report.name}
          </h3>
          <Findings {...findingsProps} findings={report.findings.filter((each) => !isNote(each))} />
          <ClassCounts report={report} />
          {onLook !== undefined && (
            <Button variant="default" size="xs" onClick={onLook}>
              Show splits and objects
            </Button>
          )}
        </>
      )}
      {progress}
      {report !== null && (
        <>
          <Findings {...findingsProps} findings={report.findings.filter(isNote)} />
          <Details report={report} plan={plan} />
        </>
      )}
    </section>
  )
}

function Details({ report, plan }: { readonly report: DatasetReport; readonly plan: TrainingPlan | null }) {
  return (
    <>
      <dl className={classes.facts}>
        {reportFacts(report, plan).map(({ term, text }) => (
          <div key={term} className={classes.fact}>
            <dt>{term}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
      <FileList report={report} />
      {report.fingerprint !== '' && (
        <p className={classes.fingerprint}>
          Fingerprint <code>{report.fingerprint}</code>
        </p>
      )}
    </>
  )
}
