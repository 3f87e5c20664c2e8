// A progress bar that costs little to update: one transform, no layout, no component library.

import classes from './ProgressBar.module.css'

interface ProgressBarProps {
  readonly name: string
  /** 0 to 1 */
  readonly value: number
  /** the same in words, for screen readers */
  readonly text?: string
}

/** A bar named `name`, filled up to `value`. */
export function ProgressBar({ name, value, text }: ProgressBarProps) {
  const share = Math.min(1, Math.max(0, Number.isFinite(value) ? value : 0))
  return (
    <div
      role="progressbar"
      aria-label={name}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(share * 100)}
      aria-valuetext={text}
      className={classes.track}
    >
      <div className={classes.fill} style={{ transform: `scaleX(${share})` }} />
    </div>
  )
}
