// The regions "Class means" and "Gallery": what the classes look like.

import { useMemo, useState } from 'react'
import { useActions, useStudio } from '../context.tsx'
import { Panel } from '../shell/Panel.tsx'
import { ClassMeans } from './ClassMeans.tsx'
import { Gallery } from './Gallery.tsx'
import classes from './MeansPanel.module.css'
import { cellText } from './object-text.ts'

/** Mean posterior of each class, and objects of each class drawn by chance. */
export function MeansPanel() {
  const loaded = useStudio(({ objects }) => objects.loaded)
  const means = useStudio(({ objects }) => objects.means)
  const averaging = useStudio(({ objects }) => objects.meansProgress !== null)
  const gallery = useStudio(({ objects }) => objects.gallery)
  const drawing = useStudio(({ objects }) => objects.drawing)
  const { computeMeans, drawGallery, selectObject } = useActions()
  const [log, setLog] = useState(false)
  const groups = useMemo(
    () =>
      loaded === null || gallery === null
        ? []
        : gallery.map((objects, label) => ({
            label: loaded.columns.labels[label]!,
            objects: objects.map(({ object, lnP }) => {
              const redshift = loaded.columns.redshift[object]!
              return {
                key: object,
                name: `${cellText(loaded.columns, 'split', object)}, row ${loaded.columns.row[object]}`,
                lnP,
                redshift: Number.isFinite(redshift) ? redshift : null,
              }
            }),
          })),
    [loaded, gallery],
  )
  if (loaded === null) return null
  const { columns, zgrid } = loaded
  return (
    <div className={classes.panels}>
      <Panel name="Class means">
        <ClassMeans
          means={means ?? []}
          labels={columns.labels}
          zgrid={zgrid}
          busy={averaging}
          log={log}
          onLog={setLog}
          onCompute={computeMeans}
        />
      </Panel>
      <Panel name="Gallery">
        <Gallery groups={groups} zgrid={zgrid} busy={drawing} onOpen={selectObject} onAgain={drawGallery} />
      </Panel>
    </div>
  )
}
