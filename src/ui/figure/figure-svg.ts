// The SVG file: the element that the page shows, with the letters it needs as an embedded font.

import type { Scene, Shape } from '../../core/figure/scene.ts'
import { toBase64 } from './base64.ts'
import type { FigureFonts } from './figure-fonts.ts'
import { drawable } from './figure-text.ts'
import { subsetFont } from './font-subset.ts'
import { SVG_NAMESPACE, sceneToSvg } from './scene-svg.ts'

/** The scene as an SVG file. */
export function figureSvg(scene: Scene, fonts: FigureFonts): Blob {
  return svgBlob(withFonts(sceneToSvg(scene), scene, fonts))
}

/** An SVG element as a file of its own. */
export function svgBlob(svg: SVGSVGElement): Blob {
  const text = `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(svg)}\n`
  return new Blob([text], { type: 'image/svg+xml' })
}

/** Puts the letters of `scene` into its `svg`. */
export function withFonts(svg: SVGSVGElement, scene: Scene, fonts: FigureFonts): SVGSVGElement {
  const style = document.createElementNS(SVG_NAMESPACE, 'style')
  style.textContent = fontFaces(scene, fonts).join('\n')
  svg.insertBefore(style, svg.querySelector('rect'))
  return svg
}

function fontFaces({ shapes }: Scene, { regular, bold }: FigureFonts): string[] {
  const texts = shapes.filter((shape) => shape.kind === 'text')
  return [
    fontFace(subsetFont(regular.font, textsOf(texts, false), 'Book'), 400),
    fontFace(subsetFont(bold.font, textsOf(texts, true), 'Bold'), 700),
  ].filter((rule) => rule !== null)
}

function fontFace(font: ArrayBuffer | null, weight: number): string | null {
  if (font === null) return null
  const source = `url(data:font/otf;base64,${toBase64(new Uint8Array(font))}) format('opentype')`
  return `@font-face { font-family: 'DejaVu Sans'; font-weight: ${weight}; src: ${source}; }`
}

function textsOf(texts: readonly Extract<Shape, { kind: 'text' }>[], isBold: boolean): string[] {
  return texts.filter(({ bold = false }) => bold === isBold).map(({ text }) => drawable(text))
}
