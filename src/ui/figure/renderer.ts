// Figures for the store and the page. Everything that draws is fetched when the first figure is asked for.

import { StudioError } from '../../core/errors.ts'
import type { FigureRenderer, FigureRequest } from '../../core/figure/request.ts'

/** The renderer of this page. */
export function createFigureRenderer(): FigureRenderer {
  return { render: async (request, format) => (await loadDrawing()).drawFigure(request, format) }
}

/** The figure as an element to be shown. */
export async function preview(request: FigureRequest): Promise<SVGSVGElement> {
  return (await loadDrawing()).previewFigure(request)
}

async function loadDrawing(): Promise<typeof import('./draw-figure.ts')> {
  try {
    return await import('./draw-figure.ts')
  } catch (cause) {
    throw new StudioError(
      'file-gone',
      'The part of the studio that draws figures could not be loaded.',
      'Check that the server of this page still runs, then reload the page.',
      { cause },
    )
  }
}
