// All that draws a figure, behind one dynamic import: fonts and drawing are not part of the page's first load.

import { buildFigure } from '../../core/figure/build-figure.ts'
import type { FigureFormat, FigureRequest } from '../../core/figure/request.ts'
import { type FetchBytes, loadFigureFonts } from './figure-fonts.ts'
import { figurePng } from './figure-png.ts'
import { figureSvg } from './figure-svg.ts'
import { sceneToSvg } from './scene-svg.ts'

/** The figure as a file. */
export async function drawFigure(
  request: FigureRequest,
  format: FigureFormat,
  fetchBytes?: FetchBytes,
): Promise<Blob> {
  const fonts = await loadFigureFonts(fetchBytes)
  const scene = buildFigure(request, fonts.measure)
  switch (format) {
    case 'svg':
      return figureSvg(scene, fonts)
    case 'png':
      return figurePng(scene, fonts)
    case 'pdf': {
      const { figurePdf } = await import('./figure-pdf.ts')
      return figurePdf(scene, fonts)
    }
    default:
      return format satisfies never
  }
}

/** The figure for the page: the element that the SVG file holds; its letters are the page's own then. */
export async function previewFigure(request: FigureRequest, fetchBytes?: FetchBytes): Promise<SVGSVGElement> {
  const fonts = await loadFigureFonts(fetchBytes)
  showFont(fonts.regular.bytes, '400')
  showFont(fonts.bold.bytes, '700')
  return sceneToSvg(buildFigure(request, fonts.measure))
}

/** Fonts given as bytes are nothing that the page's Content Security Policy would have to allow. */
function showFont(bytes: Uint8Array<ArrayBuffer>, weight: string): void {
  for (const { family, weight: shown } of document.fonts) {
    if (family.includes('DejaVu Sans') && shown === weight) return
  }
  document.fonts.add(new FontFace('DejaVu Sans', bytes, { weight }))
}
