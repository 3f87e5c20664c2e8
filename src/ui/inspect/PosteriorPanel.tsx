// The region "Posterior": the object that was chosen.

import { useMemo } from 'react'
import { useActions, useStudio } from '../context.tsx'
import { Panel } from '../shell/Panel.tsx'
import { factsOf, titleOf } from './object-facts.ts'
import classes from './PosteriorPanel.module.css'
import { PosteriorViewer } from './PosteriorViewer.tsx'

interface PosteriorPanelProps {
  readonly className?: string | undefined
}

/** The viewer of the object that is chosen in the table. */
export function PosteriorPanel({ className }: PosteriorPanelProps) {
  const loaded = useStudio(({ objects }) => objects.loaded)
  const selected = useStudio(({ objects }) => objects.selected)
  const posterior = useStudio(({ objects }) => objects.posterior)
  const { stepObject } = useActions()
  // until the next one is read the one before stays in sight: nothing flickers while somebody steps through
  const object = posterior?.object ?? selected
  const facts = useMemo(
    () => (loaded === null || object === null ? [] : factsOf(loaded.columns, object)),
    [loaded, object],
  )
  const isAwaited = loaded !== null && selected !== null && object !== selected
  const redshift = loaded === null || object === null ? Number.NaN : loaded.columns.redshift[object]!
  return (
    <Panel
      name="Posterior"
      className={className}
      aside={
        isAwaited && (
          <span key={selected} className={classes.awaited}>
            Reading {titleOf(loaded.columns, selected)}
          </span>
        )
      }
    >
      {loaded === null || object === null ? (
        <p>Choose an object in the table.</p>
      ) : (
        <PosteriorViewer
          lnP={posterior?.lnP ?? null}
          zgrid={loaded.zgrid}
          title={titleOf(loaded.columns, object)}
          facts={facts}
          redshift={Number.isFinite(redshift) ? redshift : null}
          onStep={stepObject}
        />
      )}
    </Panel>
  )
}
