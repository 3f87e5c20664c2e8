// The layers of a network in words, from the same specification that builds it.

import type { LayerSpec } from '../models.ts'
import { listed } from '../text.ts'

/**
 * Layers from the input to the class probabilities, without those that only reshape. Neighbours of one kind are told together:
 * `2 convolutions of 32 filters with width 10`, `dense layers of 64 and 32 units (ReLU)`.
 * @param classes of the softmax layer at the end
 */
export function layersText(layers: readonly LayerSpec[], classes: number): string {
  const groups: LayerSpec[][] = []
  for (const layer of layers) {
    if (layer.kind === 'flatten') continue
    const last = groups.at(-1)
    if (last !== undefined && alike(last[0]!, layer)) last.push(layer)
    else groups.push([layer])
  }
  return groups.map((group) => groupText(group, classes)).join('; ')
}

/** `valid` or `same` of its convolutions; all have the same one. */
export function paddingText(layers: readonly LayerSpec[]): string {
  const isPadded = layers.some((layer) => layer.kind === 'conv1d' && layer.padding === 'same')
  return isPadded ? 'zero padding that keeps the length' : 'no padding'
}

/**
 * Parameters that a Keras summary states as `Total params: 18,348,706`; `null` where it does not.
 */
export function parametersOf(modelSummary: string | null): number | null {
  const digits = modelSummary?.match(/^Total params: ([\d,]+)/m)?.[1]
  return digits === undefined ? null : Number(digits.replaceAll(',', ''))
}

function alike(a: LayerSpec, b: LayerSpec): boolean {
  if (a.kind === 'conv1d' && b.kind === 'conv1d') {
    return a.filters === b.filters && a.kernelSize === b.kernelSize
  }
  if (a.kind === 'dense' && b.kind === 'dense') return a.activation === b.activation
  return a.kind === b.kind
}

function groupText(group: readonly LayerSpec[], classes: number): string {
  const layer = group[0]!
  switch (layer.kind) {
    case 'conv1d': {
      const number = group.length === 1 ? 'a convolution' : `${group.length} convolutions`
      return `${number} of ${layer.filters} filters with width ${layer.kernelSize}`
    }
    case 'maxPool':
      return 'max pooling by 2'
    case 'dense':
      return layer.activation === 'softmax'
        ? `a softmax layer of ${classes} units`
        : `${layersOfUnits('dense', group)} (${layer.activation === 'relu' ? 'ReLU' : 'linear'})`
    case 'gru':
    case 'lstm':
      return layersOfUnits(layer.kind.toUpperCase(), group)
    case 'dropout':
      return `dropout with rate ${layer.rate}`
    case 'concatenateRedshift':
      return 'the estimated redshift as one more feature'
    case 'flatten':
      return ''
    default:
      return layer satisfies never
  }
}

function layersOfUnits(kind: string, group: readonly LayerSpec[]): string {
  const units = group.flatMap((layer) => ('units' in layer ? [String(layer.units)] : []))
  return units.length === 1
    ? `a ${kind} layer of ${units[0]} units`
    : `${kind} layers of ${listed(units)} units`
}
