// An SVG figure as a browser draws it that opens the file by itself, read mark by mark. Lengths in the figure's own
// unit, the millimetre.

import { pathToFileURL } from 'node:url'
import type { BrowserContext } from '@playwright/test'
import { expect } from './studio.ts'

/** A rectangle of a figure. */
export interface SvgRect {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
  readonly fill: string
  readonly stroke: string
}

/** A text of a figure. */
export interface SvgText {
  readonly text: string
  readonly x: number
  /** of the baseline */
  readonly y: number
  readonly bold: boolean
  /** as it is drawn */
  readonly length: number
}

/** All that a figure is made of. */
export interface SvgFigure {
  /** attributes of the root */
  readonly width: string
  readonly height: string
  readonly viewBox: readonly number[]
  readonly title: string
  readonly description: string
  /** names of its elements */
  readonly elements: readonly string[]
  /** attributes by which an element could load or run something */
  readonly links: readonly string[]
  /** content of its style sheet */
  readonly style: string
  readonly texts: readonly SvgText[]
  readonly rects: readonly SvgRect[]
  readonly lines: readonly {
    readonly points: readonly (readonly [x: number, y: number])[]
    readonly stroke: string
    readonly dashed: boolean
  }[]
  /** fonts of the document: weight and whether it could be loaded */
  readonly fonts: readonly string[]
}

/** Opens the file in a tab of its own, where nothing may go wrong. */
export async function readSvg(context: BrowserContext, path: string): Promise<SvgFigure> {
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('console', (message) => complaints.push(message.text()))
  page.on('requestfailed', (request) => complaints.push(`not loaded: ${request.url().slice(0, 80)}`))
  await page.goto(pathToFileURL(path).href)
  await page.evaluate(() => document.fonts.ready)
  const figure = await page.evaluate((): SvgFigure => {
    const root = document.documentElement
    const number = (element: Element, name: string) => Number(element.getAttribute(name))
    const all = [...root.querySelectorAll('*')]
    return {
      width: root.getAttribute('width') ?? '',
      height: root.getAttribute('height') ?? '',
      viewBox: (root.getAttribute('viewBox') ?? '').split(' ').map(Number),
      title: root.querySelector('title')?.textContent ?? '',
      description: root.querySelector('desc')?.textContent ?? '',
      elements: [...new Set([root, ...all].map(({ localName }) => localName))].sort(),
      links: [root, ...all].flatMap((element) =>
        [...element.attributes].flatMap(({ name, value }) =>
          /href|src|^on/i.test(name) || value.includes('url(') ? [`${name}=${value}`] : [],
        ),
      ),
      style: root.querySelector('style')?.textContent ?? '',
      texts: [...root.querySelectorAll<SVGTextElement>('text')].map((text) => ({
        text: text.textContent ?? '',
        x: number(text, 'x'),
        y: number(text, 'y'),
        bold: text.getAttribute('font-weight') === 'bold',
        length: text.getComputedTextLength(),
      })),
      rects: [...root.querySelectorAll('rect')].map((rect) => ({
        x: number(rect, 'x'),
        y: number(rect, 'y'),
        width: number(rect, 'width'),
        height: number(rect, 'height'),
        fill: rect.getAttribute('fill') ?? '',
        stroke: rect.getAttribute('stroke') ?? '',
      })),
      lines: [...root.querySelectorAll('polyline')].map((line) => ({
        points: (line.getAttribute('points') ?? '')
          .split(' ')
          .map((point) => point.split(',').map(Number) as unknown as readonly [number, number]),
        stroke: line.getAttribute('stroke') ?? '',
        dashed: line.hasAttribute('stroke-dasharray'),
      })),
      fonts: [...document.fonts].map(({ weight, status }) => `${weight} ${status}`).sort(),
    }
  })
  await page.close()
  expect(complaints).toEqual([])
  return figure
}

/** Texts in the order of the file without white space: names stand in lines, and may be broken anywhere. */
export function lettersOf(texts: readonly { readonly text: string }[]): string {
  return texts.map(({ text }) => text.replace(/\s+/g, '')).join(' ')
}

/** Texts of each cell of the matrices, [matrix][true class][predicted class], the matrix on the left or above first. */
export function cellsOf(
  { rects, texts }: SvgFigure,
  classes: number,
): { rect: SvgRect; texts: string[] }[][][] {
  const cells = rects.filter(({ stroke }) => stroke === '#ffffff')
  const columns = distinct(cells.map(({ x }) => x))
  const rows = distinct(cells.map(({ y }) => y))
  const isWide = columns.length > classes
  const matrices = isWide ? chunks(columns, classes) : chunks(rows, classes)
  return matrices.map((part) =>
    (isWide ? rows : part).map((y) =>
      (isWide ? part : columns).map((x) => {
        const rect = cells.find((cell) => cell.x === x && cell.y === y)!
        return { rect, texts: texts.filter((text) => isInside(text, rect)).map(({ text }) => text) }
      }),
    ),
  )
}

/** Rows of the table of a classification report, from its titles to its last mean, each from left to right. */
export function tableOf({ texts }: SvgFigure): string[][] {
  const top = texts.find(({ text }) => text === 'precision')
  const last = texts.find(({ text }) => text === 'weighted avg')
  if (top === undefined || last === undefined) throw new Error('The figure has no table.')
  const within = texts.filter(({ x, y }) => x >= last.x && y >= top.y && y <= last.y)
  return distinct(within.map(({ y }) => y)).map((y) =>
    within
      .filter((text) => text.y === y)
      .sort((a, b) => a.x - b.x)
      .map(({ text }) => text),
  )
}

/** What a curve says: its values by epoch from the marks of the axes, and the epoch of the dashed line. */
export function curvesOf({ rects, texts, lines }: SvgFigure, epochs: number) {
  const frames = rects.filter(({ fill, stroke }) => fill === 'none' && stroke === '#000000')
  const frame = frames.sort((a, b) => b.width - a.width)[0]!
  const bottom = frame.y + frame.height
  // a tick's text stands left of the frame, its baseline a third of its height below the tick
  const ticks = texts.filter(
    ({ text, x, y }) => /^\d\.\d+$/.test(text) && x < frame.x && y >= frame.y && y < bottom + 3,
  )
  const [upper, lower] = [ticks.at(-1)!, ticks[0]!]
  const valueAt = (y: number) => ((bottom - y) / frame.height) * Number(upper.text)
  const epochAt = (x: number) => 0.5 + ((x - frame.x) / frame.width) * epochs
  const curve = (stroke: string) => {
    // the legend has a line of the same colour
    const line = lines.find(
      (each) =>
        each.stroke === stroke && each.points.every(([x, y]) => x > frame.x && y >= frame.y && y <= bottom),
    )
    return line?.points.map(([x, y]) => ({ epoch: epochAt(x), value: valueAt(y) })) ?? []
  }
  const best = lines.find(({ stroke, dashed }) => stroke === '#000000' && dashed)
  return {
    lowest: Number(lower.text),
    acc: curve('#0072b2'),
    val_acc: curve('#009e73'),
    loss: curve('#d55e00'),
    val_loss: curve('#cc79a7'),
    bestEpoch: best === undefined ? null : epochAt(best.points[0]![0]),
  }
}

function isInside({ x, y }: SvgText, rect: SvgRect): boolean {
  return x > rect.x && x < rect.x + rect.width && y > rect.y && y < rect.y + rect.height
}

function distinct(values: readonly number[]): number[] {
  return [...new Set(values)].sort((a, b) => a - b)
}

function chunks(values: readonly number[], size: number): number[][] {
  return Array.from({ length: values.length / size }, (_, i) => values.slice(i * size, (i + 1) * size))
}
