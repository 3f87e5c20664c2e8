// A drawing as plain data: what a figure is made of before it is SVG, PDF or PNG. Lengths in millimetres, y downwards.

/** Millimetres of a typographic point. */
export const MM_PER_POINT = 25.4 / 72

interface Stroke {
  /** `#rrggbb` */
  readonly color: string
  /** mm */
  readonly width: number
  /** lengths in mm of dashes and gaps; absent for a whole line */
  readonly dash?: readonly number[]
}

/** One mark. Colours are `#rrggbb`: a figure does not know themes. */
export type Shape =
  | {
      readonly kind: 'rect'
      readonly x: number
      readonly y: number
      readonly width: number
      readonly height: number
      readonly fill?: string
      readonly stroke?: Stroke
    }
  | { readonly kind: 'polyline'; readonly points: readonly Point[]; readonly stroke: Stroke }
  | {
      readonly kind: 'circle'
      readonly x: number
      readonly y: number
      readonly r: number
      readonly fill: string
      readonly stroke?: Stroke
    }
  | {
      readonly kind: 'polygon'
      readonly points: readonly Point[]
      readonly fill: string
      readonly stroke?: Stroke
    }
  | {
      readonly kind: 'text'
      readonly x: number
      /** of the baseline */
      readonly y: number
      readonly text: string
      /** mm */
      readonly size: number
      readonly anchor: 'start' | 'middle' | 'end'
      readonly fill: string
      readonly bold?: boolean
      /** degrees clockwise about x, y */
      readonly rotate?: number
    }

export type Point = readonly [x: number, y: number]

/** A figure that is ready to be drawn on white. */
export interface Scene {
  /** mm */
  readonly width: number
  /** mm */
  readonly height: number
  readonly title: string
  /** what is to be seen, for those who do not see it and for search */
  readonly description: string
  readonly shapes: readonly Shape[]
}

/** Width in mm of a text of `size` mm. */
export type TextMeasure = (text: string, size: number, bold: boolean) => number
