// The crosshair: a line at the point under the pointer, and its values in the corner that is further away.

import type { Box } from '../chart/plot.ts'
import { densityText, lnPText, zText } from './posterior-text.ts'
import type { Reading } from './posterior-view.ts'
import type { ZAxis } from './z-axis.ts'

interface PosteriorReadingProps {
  readonly reading: Reading | null
  readonly axis: ZAxis
  readonly box: Box
}

/** Line and values; nothing where there is no point. */
export function PosteriorReading({ reading, axis, box }: PosteriorReadingProps) {
  if (reading === null) return null
  const { x, z, density, lnP } = reading
  const isRightHalf = x > box.left + box.width / 2
  const corner = { x: isRightHalf ? box.left + 8 : box.left + box.width - 8, y: box.top + 15 }
  const values = [
    `${axis.zgrid === null ? 'point' : 'z'} ${zText(axis, z)}`,
    ...(density === null ? [] : [`p ${densityText(density)}`]),
    `ln p ${lnPText(lnP)}`,
  ]
  return (
    <g data-part="reading">
      <path d={`M${x} ${box.top}v${box.height}`} />
      <text {...corner} textAnchor={isRightHalf ? 'start' : 'end'}>
        {values.join('   ')}
      </text>
    </g>
  )
}
