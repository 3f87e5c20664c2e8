// Objects of each class side by side: what their posteriors have in common is seen at a glance.

import { Button, UnstyledButton } from '@mantine/core'
import { useId, useMemo } from 'react'
import classes from './Gallery.module.css'
import { redshiftText } from './posterior-text.ts'
import { hasShape, Sparkline } from './Sparkline.tsx'
import { type ZAxis, zAxis } from './z-axis.ts'

/** An object of the gallery. */
export interface GalleryObject {
  /** handed back when it is opened */
  readonly key: number
  readonly name: string
  /** as in the file */
  readonly lnP: Float32Array
  /** z_est */
  readonly redshift: number | null
}

/** Everything that the gallery needs to know. */
export interface GalleryProps {
  /** one group per class */
  readonly groups: readonly { readonly label: string; readonly objects: readonly GalleryObject[] }[]
  /** redshift of each point; `null` where it is not known */
  readonly zgrid: Float64Array | null
  readonly onOpen: (key: number) => void
  readonly onAgain: () => void
  /** while others are being read */
  readonly busy: boolean
}

/** Objects that are drawn of each class. */
const PER_CLASS = 12

/** A row of small curves per class; each opens its object. */
export function Gallery({ groups, zgrid, onOpen, onAgain, busy }: GalleryProps) {
  const drawn = groups.find(({ objects }) => objects.length > 0)
  const points = drawn?.objects[0]?.lnP.length ?? zgrid?.length ?? 2
  const axis = useMemo(() => zAxis(points, zgrid, 'ln(1+z)'), [points, zgrid])
  return (
    <div className={classes.gallery} aria-busy={busy}>
      <div className={classes.header}>
        <p className={classes.caption}>{captionOf(axis)}</p>
        <Button variant="default" size="xs" disabled={busy} onClick={onAgain}>
          {!busy ? `Draw ${PER_CLASS} others` : drawn === undefined ? 'Reading objects' : 'Reading others'}
        </Button>
      </div>
      {groups.map(({ label, objects }) => (
        <Group key={label} label={label} objects={objects} axis={axis} onOpen={onOpen} />
      ))}
    </div>
  )
}

function captionOf({ zgrid }: ZAxis): string {
  const along = zgrid === null ? 'all points' : 'the whole range, even in ln(1+z)'
  const mark = zgrid === null ? '' : ' The mark below a curve is z_est.'
  return `p(z) over ${along}, each scaled to its own highest value; drawn by chance from each class.${mark}`
}

interface GroupProps {
  readonly label: string
  readonly objects: readonly GalleryObject[]
  readonly axis: ZAxis
  readonly onOpen: (key: number) => void
}

function Group({ label, objects, axis, onOpen }: GroupProps) {
  const titleId = useId()
  return (
    <section aria-labelledby={titleId}>
      <h3 id={titleId} className={classes.title}>
        {label}
      </h3>
      {objects.length === 0 ? (
        <p className={classes.caption}>No object of this class.</p>
      ) : (
        <ul className={classes.list}>
          {objects.map(({ key, name, lnP, redshift }) => (
            <li key={key}>
              <UnstyledButton className={classes.object} onClick={() => onOpen(key)}>
                <Sparkline lnP={lnP} axis={axis} redshift={redshift} />
                <span className={classes.name}>{name}</span>{' '}
                <span className={classes.redshift}>{noteOf(lnP, redshift)}</span>
              </UnstyledButton>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

function noteOf(lnP: Float32Array, redshift: number | null): string {
  if (!hasShape(lnP)) return 'no shape'
  return redshift === null ? 'z_est not known' : `z_est ${redshiftText(redshift)}`
}
