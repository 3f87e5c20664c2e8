// Type sizes, strokes and distances of each figure size: 11 to 12 pt on the 13 inches of fig.py, 7 to 8 pt in a journal.

import type { FigureSize } from './request.ts'
import { MM_PER_POINT, type TextMeasure } from './scene.ts'

/** Text and frames. */
export const INK = '#000000'
/** The words of the axes: 6.9 to 1 on white. */
export const SOFT_INK = '#525c65'
export const PAPER = '#ffffff'

/** Smallest type that is readable in print, mm. */
export const SMALLEST_TEXT = 6 * MM_PER_POINT

/** Baseline to baseline, in sizes of type. */
export const LINE_HEIGHT = 1.2
/** What a line of type reaches above and below its baseline, in sizes of type. */
export const ASCENT = 0.8
export const DESCENT = 0.24

/** All in mm. */
export interface FigureStyle {
  readonly text: number
  readonly title: number
  readonly letter: number
  /** width of frames, ticks and rules */
  readonly rule: number
  /** width of curves */
  readonly curve: number
  /** half the extent of a marker */
  readonly marker: number
  /** around the figure */
  readonly margin: number
  /** between panels */
  readonly gutter: number
  /** between a mark and its text */
  readonly gap: number
  /** most that a panel may be high by itself */
  readonly tallest: number
}

/** What a panel is drawn with. */
export interface Pen {
  readonly style: FigureStyle
  readonly measure: TextMeasure
}

const points = (value: number): number => value * MM_PER_POINT

const STYLES: Readonly<Record<FigureSize, FigureStyle>> = {
  reference: {
    text: points(11),
    title: points(12),
    letter: points(14),
    rule: points(0.8),
    curve: points(1.6),
    marker: points(2.6),
    margin: 5,
    gutter: 9,
    gap: 1.6,
    tallest: 193.2,
  },
  page: {
    text: points(7.5),
    title: points(8),
    letter: points(9),
    rule: points(0.5),
    curve: points(1),
    marker: points(1.6),
    margin: 1.5,
    gutter: 5,
    gap: 1,
    tallest: 100,
  },
  column: {
    text: points(7),
    title: points(7.5),
    letter: points(9),
    rule: points(0.5),
    curve: points(1),
    marker: points(1.5),
    margin: 1,
    gutter: 3.5,
    gap: 0.9,
    tallest: 75,
  },
}

/** The style of a size. */
export function styleOf(size: FigureSize): FigureStyle {
  return STYLES[size]
}
