// The PNG file: the SVG file drawn by the browser, at 300 dots per inch, which a journal asks for.

import { StudioError } from '../../core/errors.ts'
import type { Scene } from '../../core/figure/scene.ts'
import { withDensity } from '../../core/png-density.ts'
import type { FigureFonts } from './figure-fonts.ts'
import { svgBlob, withFonts } from './figure-svg.ts'
import { sceneToSvg } from './scene-svg.ts'

const DOTS_PER_INCH = 300
const MM_PER_INCH = 25.4

/** The scene as a PNG file of round(mm / 25.4 x 300) pixels a side. */
export async function figurePng(scene: Scene, fonts: FigureFonts): Promise<Blob> {
  const { width, height } = pixelsOf(scene)
  const svg = withFonts(sceneToSvg(scene), scene, fonts)
  // in pixels of the picture: some browsers would draw it at screen size and stretch that
  svg.setAttribute('width', String(width))
  svg.setAttribute('height', String(height))
  svg.setAttribute('preserveAspectRatio', 'none')
  const drawn = await drawSvg(svgBlob(svg), width, height)
  const bytes = new Uint8Array(await drawn.arrayBuffer())
  const pixelsPerMetre = Math.round((DOTS_PER_INCH / MM_PER_INCH) * 1000)
  return new Blob([withDensity(bytes, pixelsPerMetre)], { type: 'image/png' })
}

/** Pixels of a scene at 300 dots per inch. */
export function pixelsOf({ width, height }: Pick<Scene, 'width' | 'height'>): {
  readonly width: number
  readonly height: number
} {
  return { width: toPixels(width), height: toPixels(height) }
}

function toPixels(mm: number): number {
  return Math.round((mm / MM_PER_INCH) * DOTS_PER_INCH)
}

async function drawSvg(svg: Blob, width: number, height: number): Promise<Blob> {
  const image = new Image()
  const url = URL.createObjectURL(svg)
  try {
    image.src = url
    await image.decode()
    const canvas = document.createElement('canvas')
    canvas.width = width
    canvas.height = height
    const context = canvas.getContext('2d')
    if (context === null) throw noRoom(width, height)
    context.drawImage(image, 0, 0, width, height)
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'))
    if (blob === null) throw noRoom(width, height)
    return blob
  } finally {
    URL.revokeObjectURL(url)
  }
}

function noRoom(width: number, height: number): StudioError {
  return new StudioError(
    'out-of-memory',
    `This browser could not draw a picture of ${width} × ${height} pixels.`,
    'Export SVG or PDF, or close other tabs and try again.',
  )
}
