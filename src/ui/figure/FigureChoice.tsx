// How large the figure is to be, and whether all of it or one panel.

import { NativeSelect } from '@mantine/core'
import type { FigureOptions, FigurePanel, FigureSize } from '../../core/figure/request.ts'
import { FIGURE_PANELS, FIGURE_SIZES } from '../../core/figure/sizes.ts'
import classes from './FigureChoice.module.css'

interface FigureChoiceProps {
  readonly figure: FigureOptions
  /** whether there is a matrix of a test at natural prevalence to draw */
  readonly natural: boolean
  readonly disabled: boolean
  readonly onChange: (patch: Partial<FigureOptions>) => void
}

/** The selects "Figure size" and "Figure panel". */
export function FigureChoice({ figure, natural, disabled, onChange }: FigureChoiceProps) {
  const panels = FIGURE_PANELS.filter(({ value }) => natural || value !== 'natural')
  return (
    <div className={classes.choice}>
      <NativeSelect
        size="xs"
        label="Figure size"
        data={FIGURE_SIZES}
        value={figure.size}
        disabled={disabled}
        onChange={(event) => onChange({ size: event.currentTarget.value as FigureSize })}
      />
      <NativeSelect
        size="xs"
        label="Figure panel"
        data={panels}
        value={figure.panel}
        disabled={disabled}
        onChange={(event) => onChange({ panel: event.currentTarget.value as FigurePanel })}
      />
    </div>
  )
}
