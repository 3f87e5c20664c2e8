// What the middle of the page shows: results of training, the data, the network in use, or kept runs.

import { SegmentedControl } from '@mantine/core'
import type { View } from '../../store/state.ts'
import { useActions, useStudio } from '../context.tsx'
import classes from './ViewSwitch.module.css'

const VIEWS: readonly { readonly value: View; readonly label: string }[] = [
  { value: 'training', label: 'Training' },
  { value: 'data', label: 'Splits and objects' },
  { value: 'trust', label: 'Trust' },
  { value: 'inspect', label: 'Inspect' },
  { value: 'apply', label: 'Apply' },
  { value: 'runs', label: 'Runs' },
]

/** The switch above the middle of the page. */
export function ViewSwitch() {
  const view = useStudio((state) => state.view)
  const { showView } = useActions()
  return (
    <SegmentedControl
      className={classes.switch}
      size="sm"
      aria-label="View"
      value={view}
      data={[...VIEWS]}
      onChange={(next) => showView(next as View)}
    />
  )
}
