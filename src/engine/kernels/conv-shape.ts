// Convolutions arrive from tf.conv1d as Conv2D over images of height 1. These models use nothing else, so kernels that
// replace Conv2D and its gradients refuse anything else instead of computing it wrongly.

import { backend_util } from '@tensorflow/tfjs-core'

/** A one-dimensional convolution with stride 1. */
export interface Conv1dShape {
  readonly batch: number
  readonly inLength: number
  readonly inChannels: number
  readonly outLength: number
  readonly outChannels: number
  readonly kernelSize: number
  /** zeros before the first and after the last position */
  readonly padLeft: number
  readonly padRight: number
}

/**
 * Shape of a convolution given as tfjs' Conv2D kernels have it.
 * @param xShape [batch, 1, length, channels]
 * @param filterShape [1, kernelSize, inChannels, outChannels]
 * @throws Error unless height, stride and dilation are 1 and the layout is NHWC
 */
export function conv1dShape(
  xShape: readonly number[],
  filterShape: readonly number[],
  attrs: Readonly<Record<string, unknown>>,
): Conv1dShape {
  const { strides, pad, dataFormat, dimRoundingMode, dilations } = attrs as {
    strides: number | [number, number]
    pad: 'valid' | 'same' | number
    dataFormat?: 'NHWC' | 'NCHW'
    dimRoundingMode?: 'floor' | 'round' | 'ceil'
    dilations?: number | [number, number]
  }
  const info = backend_util.computeConv2DInfo(
    xShape as [number, number, number, number],
    filterShape as [number, number, number, number],
    strides,
    dilations ?? 1,
    pad,
    dimRoundingMode,
    false,
    backend_util.convertConv2DDataFormat(dataFormat ?? 'NHWC'),
  )
  if (
    info.inHeight !== 1 ||
    info.filterHeight !== 1 ||
    info.strideWidth !== 1 ||
    info.dilationWidth !== 1 ||
    info.dataFormat !== 'channelsLast'
  ) {
    throw new Error(
      `Expected a convolution of height 1 with stride 1 and dilation 1, got x [${xShape}], filter [${filterShape}]`,
    )
  }
  return {
    batch: info.batchSize,
    inLength: info.inWidth,
    inChannels: info.inChannels,
    outLength: info.outWidth,
    outChannels: info.outChannels,
    kernelSize: info.filterWidth,
    padLeft: info.padInfo.left,
    padRight: info.padInfo.right,
  }
}
