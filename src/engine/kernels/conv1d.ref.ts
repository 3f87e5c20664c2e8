// One-dimensional convolution and its gradients in plain float64, by definition: the reference of the fast kernels.

import type { Conv1dShape } from './conv-shape.ts'

/** y[b, p, co] = sum over t, ci of x[b, p + t - padLeft, ci] * w[t, ci, co]; x is zero outside. */
export function conv1dForward(x: ArrayLike<number>, w: ArrayLike<number>, shape: Conv1dShape): Float64Array {
  const y = new Float64Array(shape.batch * shape.outLength * shape.outChannels)
  visit(shape, (xi, wi, yi) => {
    y[yi]! += x[xi]! * w[wi]!
  })
  return y
}

/** Gradient with respect to x [batch, inLength, inChannels]. */
export function conv1dInputGradient(
  dy: ArrayLike<number>,
  w: ArrayLike<number>,
  shape: Conv1dShape,
): Float64Array {
  const dx = new Float64Array(shape.batch * shape.inLength * shape.inChannels)
  visit(shape, (xi, wi, yi) => {
    dx[xi]! += dy[yi]! * w[wi]!
  })
  return dx
}

/** Gradient with respect to w [kernelSize, inChannels, outChannels]. */
export function conv1dFilterGradient(
  x: ArrayLike<number>,
  dy: ArrayLike<number>,
  shape: Conv1dShape,
): Float64Array {
  const dw = new Float64Array(shape.kernelSize * shape.inChannels * shape.outChannels)
  visit(shape, (xi, wi, yi) => {
    dw[wi]! += x[xi]! * dy[yi]!
  })
  return dw
}

/** Calls `each` with the indices of every product of the convolution. */
function visit(shape: Conv1dShape, each: (xi: number, wi: number, yi: number) => void): void {
  const { batch, inLength, inChannels, outLength, outChannels, kernelSize, padLeft } = shape
  for (let b = 0; b < batch; b++) {
    for (let p = 0; p < outLength; p++) {
      for (let t = 0; t < kernelSize; t++) {
        const position = p + t - padLeft
        if (position < 0 || position >= inLength) continue
        for (let ci = 0; ci < inChannels; ci++) {
          for (let co = 0; co < outChannels; co++) {
            each(
              (b * inLength + position) * inChannels + ci,
              (t * inChannels + ci) * outChannels + co,
              (b * outLength + p) * outChannels + co,
            )
          }
        }
      }
    }
  }
}
