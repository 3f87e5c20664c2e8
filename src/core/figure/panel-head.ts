// What stands above every panel, its letter and its title, and what stands in one that has nothing to show.

import { type Box, linesAt, type Panel, textAt } from './marks.ts'
import type { Shape } from './scene.ts'
import { ASCENT, type FigureStyle, LINE_HEIGHT, type Pen, SMALLEST_TEXT } from './style.ts'

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
 * The letter in the upper left of the box, the title centred over the axes as far as the box allows; smaller where it is wide.
 * @param axes left and right edge of what the title belongs to
 */
export function drawHead(
  { letter, title }: Head,
  box: Box,
  axes: readonly [left: number, right: number],
  { style, measure }: Pen,
): Shape[] {
  const y = box.y + ASCENT * style.letter
  const left = box.x + (letter === '' ? 0 : measure(letter, style.letter, true) + style.gap)
  const right = box.x + box.width
  const wanted = measure(title, style.title, false)
  const size = Math.max(SMALLEST_TEXT, style.title * Math.min(1, (right - left) / wanted))
  const half = (wanted * size) / style.title / 2
  const centre = Math.max(left + half, Math.min(right - half, (axes[0] + axes[1]) / 2))
  return [
    ...(letter === '' ? [] : [textAt(letter, box.x, y, { size: style.letter, bold: true })]),
    textAt(title, centre, y, { size, anchor: 'middle' }),
  ]
}

/** A panel that says in a word why it shows nothing. */
export function emptyPanel(head: Head, word: string, pen: Pen): Panel {
  const { style } = pen
  const top = headHeight(style)
  const size = style.text
  return {
    height: top + 8 * size,
    draw(box) {
      const middle = box.y + top + (box.height - top) / 2
      return [
        ...drawHead(head, box, [box.x, box.x + box.width], pen),
        ...linesAt([word], box.x + box.width / 2, middle, { size, anchor: 'middle' }),
      ]
    },
  }
}
