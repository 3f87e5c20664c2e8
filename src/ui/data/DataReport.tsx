// "Data report": what is known about the data set in use. The region has no text before data are loaded.

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
  /** whether a run holds the choice to overrule */
  readonly disabled?: boolean
  readonly onOverrule: (overruled: boolean) => void
}

/** The region "Data report". */
export function DataReport({ report, ...rest }: DataReportProps) {
  return (
    <section aria-label="Data report" className={classes.report}>
      {report !== null && <Contents report={report} {...rest} />}
    </section>
  )
}

function Contents({
  report,
  plan,
  overruled,
  disabled = false,
  onOverrule,
}: Omit<DataReportProps, 'report'> & { readonly report: DatasetReport }) {
  return (
    <>
      <h3 className={classes.name}>{report.name}</h3>
      <Findings
        findings={report.findings}
        overruled={overruled}
        disabled={disabled}
        onOverrule={onOverrule}
      />
      <ClassCounts report={report} />
      <dl className={classes.facts}>
        {reportFacts(report, plan).map(({ term, text }) => (
          <div key={term} className={classes.fact}>
            <dt>{term}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
      <FileList report={report} />
      <p className={classes.fingerprint}>
        Fingerprint <code>{report.fingerprint}</code>
      </p>
    </>
  )
}
