// A message that a person should act on or know. Severity is told by a word and a sign, not by colour alone.

import type { ReactNode } from 'react'
import classes from './Notice.module.css'

/** How serious a notice is. */
export type Severity = 'block' | 'warning' | 'info'

const SIGNS: Readonly<Record<Severity, ReactNode>> = {
  block: <path d="M5 1.5h6L14.5 5v6L11 14.5H5L1.5 11V5zM5.2 5.2l5.6 5.6M10.8 5.2l-5.6 5.6" />,
  warning: <path d="M8 1.8 14.8 14H1.2zM8 6v4M8 11.4v1" />,
  info: <path d="M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 1 0 0-13zM8 7v4.4M8 4.4v1" />,
}

interface NoticeProps {
  readonly severity: Severity
  readonly title: ReactNode
  readonly children?: ReactNode
  /** read aloud as soon as it appears */
  readonly alert?: boolean
}

/** A notice with a sign and a heading. */
export function Notice({ severity, title, children, alert = false }: NoticeProps) {
  return (
    <div className={classes.notice} data-severity={severity} {...(alert ? { role: 'alert' } : {})}>
      <svg aria-hidden="true" className={classes.sign} viewBox="0 0 16 16" width="16" height="16">
        {SIGNS[severity]}
      </svg>
      <div className={classes.content}>
        <p className={classes.title}>{title}</p> {children}
      </div>
    </div>
  )
}
