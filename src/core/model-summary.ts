// The text of Keras 2's `model.summary()`, byte for byte, so that `model_summary` in a report reads as it did in the
// reports of LAM-Redshift. A column that is too long loses its end, as in `max_pooling1d_2 (MaxPooling1 `.

import { formatInteger } from './format.ts'
import type { LayerDescription, ModelDescription } from './models.ts'

/** Where the columns of a table end. */
type Columns = readonly number[]

/** Keras' widths: 65 characters at 45, 85 and 100 %; with "Connected to" 98 at 33, 55, 67 and 100 %, rounded down. */
const SEQUENTIAL: Columns = [29, 55, 65]
const FUNCTIONAL: Columns = [32, 53, 65, 98]

/**
 * Keras' table of layers, output shapes and parameters; lines end with `\n`, the last one without. A network with
 * two inputs has Keras' functional layout with input layers and connections.
 */
export function modelSummary(description: ModelDescription): string {
  const columns = description.needsRedshift ? FUNCTIONAL : SEQUENTIAL
  const header = [
    'Layer (type)',
    'Output Shape',
    'Param #',
    ...(description.needsRedshift ? ['Connected to'] : []),
  ]
  const layers = description.needsRedshift ? functionalRows(description) : description.layers.map(layerRow)
  const thin = '_'.repeat(columns.at(-1)!)
  const thick = '='.repeat(columns.at(-1)!)
  const body = layers.flatMap((rows, i) => [
    ...rows.map((fields) => formatRow(fields, columns)),
    i === layers.length - 1 ? thick : thin,
  ])
  const total = formatInteger(description.parameters)
  return [
    `Model: "${description.needsRedshift ? 'model' : 'sequential'}"`,
    thin,
    formatRow(header, columns),
    thick,
    ...body,
    `Total params: ${total}`,
    `Trainable params: ${total}`,
    'Non-trainable params: 0',
    thin,
  ].join('\n')
}

/** Each field starts where the column before ends, whose last character is always a space. */
function formatRow(fields: readonly string[], columns: Columns): string {
  let line = ''
  for (const [i, field] of fields.entries()) {
    if (i > 0) line = `${line.slice(0, -1)} `
    line = (line + field).slice(0, columns[i]).padEnd(columns[i]!)
  }
  return line
}

/** The table rows of one layer: one, or more where several layers connect to it. */
function layerRow({ name, type, outputShape, parameters }: LayerDescription): string[][] {
  return [[`${name} (${type})`, formatShape(outputShape), String(parameters)]]
}

/** All layers with their connections. Keras sorts by depth, so the redshift's input stands just before its use. */
function functionalRows({ layers, length }: ModelDescription): string[][][] {
  const rows = [inputRow('input_1', [length, 1])]
  let previous = 'input_1'
  for (const layer of layers) {
    const joinsRedshift = layer.spec.kind === 'concatenateRedshift'
    if (joinsRedshift) rows.push(inputRow('input_2', [1]))
    const [fields] = layerRow(layer)
    rows.push([
      [...fields!, connection(previous)],
      ...(joinsRedshift ? [['', '', '', connection('input_2')]] : []),
    ])
    previous = layer.name
  }
  return rows
}

function inputRow(name: string, shape: readonly number[]): string[][] {
  return [[`${name} (InputLayer)`, `[${formatShape(shape)}]`, '0', '']]
}

/** Layer, node and tensor: both numbers are 0 in a model whose layers are used once. */
function connection(layer: string): string {
  return `${layer}[0][0]`
}

function formatShape(shape: readonly number[]): string {
  return `(${['None', ...shape].join(', ')})`
}
