// "Data report": what is known about the data set in use. The region has no text before data are loaded or being read.

import type { ReactNode } from 'react'
import type { DatasetReport } from '../../core/dataset-report.ts'
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
  progress = null,
}: DataReportProps) {
  return (
    <section aria-label="Data report" className={classes.report}>
      {report !== null && (
        <>
          <h3 className={classes.name}>{report.name}</h3>
          <Findings
            findings={report.findings}
            overruled={overruled}
            disabled={disabled}
            onOverrule={onOverrule}
          />
          <ClassCounts report={report} />
        </>
      )}
      {progress}
      {report !== null && <Details report={report} plan={plan} />}
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
