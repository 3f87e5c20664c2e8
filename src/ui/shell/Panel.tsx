// A region of the page: a named landmark with a heading, a caption that says what is shown, and a body.

import type { ReactNode } from 'react'
import classes from './Panel.module.css'

interface PanelProps {
  /** accessible name of the region; stays the same whatever is shown */
  readonly name: string
  /** the visible heading, where it says more than the name */
  readonly title?: string
  /** id of the heading, which then takes the focus */
  readonly titleId?: string
  /** ahead of the heading */
  readonly before?: ReactNode
  /** panel letter of the figure */
  readonly letter?: string
  readonly caption?: ReactNode
  /** at the right of the heading */
  readonly aside?: ReactNode
  readonly className?: string | undefined
  readonly children: ReactNode
}

/** A bordered region named `name`. */
export function Panel(props: PanelProps) {
  const { name, title = name, titleId, before, letter, caption, aside, className = '', children } = props
  return (
    <section aria-label={name} className={`${classes.panel} ${className}`}>
      {before}
      <header className={classes.header}>
        <h2 className={classes.title} {...(titleId !== undefined && { id: titleId, tabIndex: -1 })}>
          {letter && (
            <span aria-hidden="true" className={classes.letter}>
              {letter}
            </span>
          )}
          {title}
        </h2>
        {aside && <div className={classes.aside}>{aside}</div>}
        {caption && <p className={classes.caption}>{caption}</p>}
      </header>
      <div className={classes.body}>{children}</div>
    </section>
  )
}
