// The view "Apply": the network in use, kept and fetched as a file, and asked about posteriors without labels.

import classes from './Apply.module.css'
import { NetworkPanel } from './NetworkPanel.tsx'
import { UnlabelledPanel } from './UnlabelledPanel.tsx'

/** Both regions; needs a StudioProvider above it. */
export function ConnectedApply() {
  return (
    <div className={classes.view}>
      <NetworkPanel />
      <UnlabelledPanel />
    </div>
  )
}
