// What stands above every panel, its letter and its title, and what stands in one that has nothing to show.

import { type Box, linesAt, type Panel, textAt } from './marks.ts'
import type { Shape } from './scene.ts'
import { ASCENT, type FigureStyle, LINE_HEIGHT } from './style.ts'

/** Name of a panel. */
export interface Head {
  /** '' for a panel that stands alone */
  readonly letter: string
  readonly title: string
}

/** Height that the head takes, mm, with the distance to what follows. */
export function headHeight({ letter, gap }: FigureStyle): number {
  return LINE_HEIGHT * letter + gap
}

/**
 * The letter in the upper left of the box, the title centred over the axes.
 * @param axes left and right edge of what the title belongs to
 */
export function drawHead(
  { letter, title }: Head,
  box: Box,
  axes: readonly [left: number, right: number],
  style: FigureStyle,
): Shape[] {
  const y = box.y + ASCENT * style.letter
  return [
    ...(letter === '' ? [] : [textAt(letter, box.x, y, { size: style.letter, bold: true })]),
    textAt(title, (axes[0] + axes[1]) / 2, y, { size: style.title, anchor: 'middle' }),
  ]
}

/** A panel that says in a word why it shows nothing. */
export function emptyPanel(head: Head, word: string, style: FigureStyle): Panel {
  const top = headHeight(style)
  const size = style.text
  return {
    height: top + 8 * size,
    draw(box) {
      const middle = box.y + top + (box.height - top) / 2
      return [
        ...drawHead(head, box, [box.x, box.x + box.width], style),
        ...linesAt([word], box.x + box.width / 2, middle, { size, anchor: 'middle' }),
      ]
    },
  }
}
