// A PDF figure as Mozilla's pdf.js reads it, and its picture beside that of the PNG file, both drawn in a tab of their own.

import { join } from 'node:path'
import type { BrowserContext, Page } from '@playwright/test'
import type * as pdfjs from 'pdfjs-dist/legacy/build/pdf.mjs'
import { getDocument, OPS } from 'pdfjs-dist/legacy/build/pdf.mjs'

const BUILD = join(import.meta.dirname, '..', 'node_modules', 'pdfjs-dist', 'legacy', 'build')
/** A made-up origin: nothing is fetched from anywhere. */
const ORIGIN = 'http://pictures.test'

/** What a PDF file holds. */
export interface PdfFigure {
  readonly pages: number
  /** points */
  readonly width: number
  readonly height: number
  readonly title: string
  readonly texts: readonly { readonly text: string }[]
  /** names of its fonts, as often as they occur, and how many are embedded */
  readonly fonts: readonly string[]
  readonly embedded: number
  /** pictures in it: none in a vector figure */
  readonly images: number
}

/** Reads a file of one page. */
export async function readPdf(bytes: Buffer): Promise<PdfFigure> {
  const source = bytes.toString('latin1')
  const pdf = await getDocument({ data: new Uint8Array(bytes), verbosity: 0 }).promise
  const page = await pdf.getPage(1)
  const { info } = await pdf.getMetadata()
  const { items } = await page.getTextContent()
  const { fnArray } = await page.getOperatorList()
  const [left, bottom, right, top] = page.view as [number, number, number, number]
  return {
    pages: pdf.numPages,
    width: right - left,
    height: top - bottom,
    title: (info as { Title?: string }).Title ?? '',
    texts: items.flatMap((item) => ('str' in item && item.str.trim() !== '' ? [{ text: item.str }] : [])),
    fonts: [...source.matchAll(/\/BaseFont \/(\S+)/g)].map(([, name]) => name!),
    embedded: source.match(/\/FontFile2 /g)?.length ?? 0,
    images:
      fnArray.filter((op) => IMAGES.includes(op)).length + (source.match(/\/Subtype ?\/Image/g)?.length ?? 0),
  }
}

const IMAGES = [OPS.paintImageXObject, OPS.paintInlineImageXObject, OPS.paintImageMaskXObject]

/** How far two pictures are from each other, 0 to 255. */
export interface Distance {
  readonly mean: number
  /** of the square of some 1 mm that differs most */
  readonly largest: number
  /** share of squares that are not white in the second picture */
  readonly drawn: number
}

/** A tab that can draw PDF and PNG files. */
export async function openPictures(context: BrowserContext): Promise<Page> {
  const page = await context.newPage()
  const script = `import * as pdfjs from './pdf.mjs'
    pdfjs.GlobalWorkerOptions.workerSrc = './pdf.worker.mjs'
    globalThis.pdfjs = pdfjs`
  await page.route(`${ORIGIN}/**`, (route) => {
    const { pathname } = new URL(route.request().url())
    return pathname === '/'
      ? route.fulfill({ contentType: 'text/html', body: `<script type="module">${script}</script>` })
      : route.fulfill({ contentType: 'text/javascript', path: join(BUILD, pathname) })
  })
  await page.goto(ORIGIN)
  await page.waitForFunction(() => 'pdfjs' in globalThis)
  return page
}

/** Draws the PDF file as large as the PNG file and compares the means of squares of 12 pixels. */
export async function distanceOf(pictures: Page, pdf: Buffer, png: Buffer): Promise<Distance> {
  return pictures.evaluate(
    async ([pdfUrl, pngUrl]) => {
      const { pdfjs: lib } = globalThis as unknown as { pdfjs: typeof pdfjs }
      const read = async (url: string) => (await fetch(url)).blob()
      const bitmap = await createImageBitmap(await read(pngUrl!))
      const { width, height } = bitmap
      const blank = () => {
        const canvas = document.createElement('canvas')
        canvas.width = width
        canvas.height = height
        return canvas
      }
      const canvas = blank()
      const file = await lib.getDocument({ data: await (await read(pdfUrl!)).arrayBuffer() }).promise
      const sheet = await file.getPage(1)
      const viewport = sheet.getViewport({ scale: width / sheet.getViewport({ scale: 1 }).width })
      // a PNG has whole pixels, and so is up to half a pixel higher or lower than the figure
      const transform = [1, 0, 0, height / viewport.height, 0, 0]
      await sheet.render({ canvas, viewport, transform }).promise
      const other = blank()
      other.getContext('2d')!.drawImage(bitmap, 0, 0)
      const SIDE = 12
      const columns = Math.floor(width / SIDE)
      const rows = Math.floor(height / SIDE)
      const means = (from: HTMLCanvasElement) => {
        const { data } = from.getContext('2d')!.getImageData(0, 0, width, height)
        const sums = new Float64Array(columns * rows * 3)
        for (let y = 0; y < rows * SIDE; y++) {
          for (let x = 0; x < columns * SIDE; x++) {
            const square = (Math.floor(y / SIDE) * columns + Math.floor(x / SIDE)) * 3
            for (let c = 0; c < 3; c++) sums[square + c]! += data[(y * width + x) * 4 + c]! / SIDE ** 2
          }
        }
        return sums
      }
      const [drawn, expected] = [means(canvas), means(other)]
      const distances = drawn.map((value, i) => Math.abs(value - expected[i]!))
      return {
        mean: distances.reduce((sum, each) => sum + each, 0) / distances.length,
        largest: distances.reduce((most, each) => Math.max(most, each), 0),
        drawn: expected.filter((value) => value < 250).length / expected.length,
      }
    },
    [dataUrl('application/pdf', pdf), dataUrl('image/png', png)],
  )
}

/** Colours of a PNG file at these pixels, `#rrggbb`, as the browser decodes it, with its extent. */
export async function decodePng(
  pictures: Page,
  png: Buffer,
  points: readonly (readonly [x: number, y: number])[],
): Promise<{ readonly width: number; readonly height: number; readonly colors: readonly string[] }> {
  return pictures.evaluate(
    async ({ url, points }) => {
      const bitmap = await createImageBitmap(await (await fetch(url)).blob())
      const { width, height } = bitmap
      const canvas = document.createElement('canvas')
      canvas.width = width
      canvas.height = height
      const context = canvas.getContext('2d')!
      context.drawImage(bitmap, 0, 0)
      const hex = (value: number) => value.toString(16).padStart(2, '0')
      const colors = points.map(
        ([x, y]) =>
          `#${[...context.getImageData(Math.round(x), Math.round(y), 1, 1).data.slice(0, 3)].map(hex).join('')}`,
      )
      return { width, height, colors }
    },
    { url: dataUrl('image/png', png), points },
  )
}

/** Width, height and pixels per metre that a PNG file says of itself. */
export function pngHeader(bytes: Buffer) {
  const at = bytes.indexOf('pHYs')
  return {
    signature: bytes.subarray(0, 8).toString('latin1'),
    width: bytes.readUInt32BE(16),
    height: bytes.readUInt32BE(20),
    pixelsPerMetre: at < 0 ? null : [bytes.readUInt32BE(at + 4), bytes.readUInt32BE(at + 8), bytes[at + 12]],
  }
}

function dataUrl(type: string, bytes: Buffer): string {
  return `data:${type};base64,${bytes.toString('base64')}`
}
