// Each case by tfjs as it comes: its layers, its gradients, its optimiser. Nothing of our engine may be imported here.

import * as tf from '@tensorflow/tfjs-core'
import * as layers from '@tensorflow/tfjs-layers'
import { describeModel, type LayerDescription } from '../../src/core/models.ts'
import { type BenchCase, CLASSES, type ConvCase, stockFactor } from '../cases.ts'
import { noise, noiseWeights } from '../noise.ts'
import type { Prepared } from '../runner.ts'

type Of<Kind extends BenchCase['kind']> = Extract<BenchCase, { kind: Kind }>

/**
 * Makes a case ready on the current backend.
 * @throws Error if stock tfjs has no such computation
 */
export function prepareStock(each: BenchCase): Prepared {
  switch (each.kind) {
    case 'step':
      return step(each)
    case 'gemm':
      return gemm(each)
    case 'conv':
      return conv(each)
    case 'sweep':
      throw new Error('no recurrence by itself')
    case 'layer':
      return layer(each)
    case 'adam':
      return adam(each)
    default:
      return each satisfies never
  }
}

function step(each: Of<'step'>): Prepared {
  const { model: id, length, batch, stockLength = length } = each
  if (tf.getKernel('Conv2DBackpropFilter', tf.getBackend()) === undefined) {
    throw new Error('no Conv2DBackpropFilter, so no training')
  }
  if (stockLength === null) throw new Error('too large for it')
  const factor = stockFactor(each, stockLength)
  const description = describeModel(id, stockLength, CLASSES)
  const input = layers.input({ shape: [stockLength, 1] })
  const output = description.layers.reduce(
    (tensor, each) => createLayer(each).apply(tensor) as layers.SymbolicTensor,
    input,
  )
  const model = layers.model({ inputs: input, outputs: output })
  setWeights(model, noiseWeights(stockWeights(description.layers)))
  const optimizer = tf.train.adam(1e-3)
  const x = random([batch, stockLength, 1])
  const target = tf.tidy(() =>
    tf.cast(
      tf.oneHot(
        tf.tensor1d(
          Array.from({ length: batch }, (_, row) => row % CLASSES),
          'int32',
        ),
        CLASSES,
      ),
      'float32',
    ),
  )
  return {
    compute: () =>
      optimizer.minimize(
        () => tf.losses.softmaxCrossEntropy(target, model.apply(x, { training: true }) as tf.Tensor),
        true,
      )!,
    dispose: () => {
      tf.dispose([x, target])
      optimizer.dispose()
      model.dispose()
    },
    ownsResult: true,
    ...(stockLength !== length && {
      factor,
      note: `measured at length ${stockLength}, times ${factor.toFixed(1)}`,
    }),
  }
}

/** tfjs' GRU has no reset_after, and so one row of bias where Keras has two. */
function stockWeights(all: readonly LayerDescription[]) {
  return all.flatMap(({ spec, weights }) =>
    spec.kind === 'gru'
      ? weights.map((weight, i) => (i === 2 ? { ...weight, shape: [weight.shape[1]!] } : weight))
      : weights,
  )
}

function setWeights(model: layers.LayersModel, weights: readonly Float32Array[]): void {
  tf.tidy(() => {
    for (const [i, weight] of model.trainableWeights.entries()) {
      weight.write(tf.tensor(weights[i]!, weight.shape as number[], 'float32'))
    }
  })
}

/** tfjs' own initialisers are slow, and the weights are set afterwards. */
const START = { kernelInitializer: 'zeros', biasInitializer: 'zeros' } as const

function createLayer({ spec, outputShape }: LayerDescription): layers.layers.Layer {
  switch (spec.kind) {
    case 'conv1d':
      return layers.layers.conv1d({
        filters: spec.filters,
        kernelSize: spec.kernelSize,
        padding: spec.padding,
        activation: 'relu',
        ...START,
      })
    case 'maxPool':
      return layers.layers.maxPooling1d({ poolSize: 2, strides: 2 })
    case 'flatten':
      // its flatten refuses what is flat already
      return layers.layers.reshape({ targetShape: [...outputShape] })
    case 'dense':
      return layers.layers.dense({
        units: spec.units,
        activation: spec.activation === 'relu' ? 'relu' : 'linear',
        ...START,
      })
    case 'gru':
    case 'lstm':
      return recurrent(spec.kind, spec.units, spec.returnSequences)
    case 'dropout':
    case 'concatenateRedshift':
      throw new Error(`Expected no layer ${spec.kind} in a benchmark`)
    default:
      return spec satisfies never
  }
}

function recurrent(kind: 'gru' | 'lstm', units: number, returnSequences: boolean): layers.layers.Layer {
  return layers.layers[kind]({
    units,
    returnSequences,
    recurrentActivation: 'sigmoid',
    recurrentInitializer: 'zeros',
    ...START,
  })
}

function gemm({ m, k, n, transposeA, transposeB }: Of<'gemm'>): Prepared {
  const a = random(transposeA ? [k, m] : [m, k]) as tf.Tensor2D
  const b = random(transposeB ? [n, k] : [k, n]) as tf.Tensor2D
  return kernel([a, b], () => tf.matMul(a, b, transposeA, transposeB))
}

/** The same steps as tfjs' layers take: convolution, bias and relu, then pooling; and back. */
function conv({ pass, batch, length, time, before, channels, filters, taps, pool }: ConvCase): Prepared {
  const x = random([batch, 1, length, channels]) as tf.Tensor4D
  const weights = random([1, taps, channels, filters], Math.sqrt(3 / (taps * channels))) as tf.Tensor4D
  const bias = random([filters], 0.01) as tf.Tensor1D
  const after = time - 1 + taps - length - before
  const pad: 'valid' | 'same' = before + after === 0 ? 'valid' : 'same'
  const activate = () =>
    tf.fused.conv2d({ x, filter: weights, strides: 1, pad, bias, activation: 'relu' }) as tf.Tensor4D
  const pooled = (y: tf.Tensor4D) => (pool === 2 ? tf.maxPool(y, [1, 2], [1, 2], 'valid') : y)
  if (pass === 'forward') return kernel([x, weights, bias], () => pooled(activate()))
  const y = tf.tidy(activate)
  const result = tf.tidy(() => tf.clone(pooled(y)))
  const dResult = random(result.shape)
  const attrs = { strides: [1, 1], pad, dataFormat: 'NHWC', dimRoundingMode: undefined }
  return kernel([x, weights, bias, y, result, dResult], () => {
    const dPooled =
      pool === 2 ? run('MaxPoolGrad', { dy: dResult, input: y, output: result }, POOLING) : dResult
    const dy = tf.mul(dPooled, tf.step(y))
    if (pass === 'input gradient') {
      return run('Conv2DBackpropInput', { dy, filter: weights }, { ...attrs, inputShape: x.shape })
    }
    tf.sum(dy, [0, 1, 2])
    return run('Conv2DBackpropFilter', { x, dy }, { ...attrs, filterShape: weights.shape })
  })
}

const POOLING = { filterSize: [1, 2], strides: [1, 2], pad: 'valid', dimRoundingMode: undefined }

function run(name: string, inputs: Record<string, tf.Tensor>, attrs: object): tf.Tensor {
  return tf.engine().runKernel(name, inputs, { ...attrs }) as tf.Tensor
}

/** One layer with all gradients, on fewer steps: tfjs puts every step's operations on the tape. */
function layer({ cell, batch, time, channels, units, stockTime }: Of<'layer'>): Prepared {
  const input = layers.input({ shape: [stockTime, channels] })
  const output = recurrent(cell, units, true).apply(input) as layers.SymbolicTensor
  const built = layers.model({ inputs: input, outputs: output })
  const x = tf.tidy(() => tf.variable(random([batch, stockTime, channels])))
  const dy = random([batch, stockTime, units])
  tf.tidy(() => {
    for (const weight of built.trainableWeights) {
      weight.write(random(weight.shape as number[], Math.sqrt(3 / units)))
    }
  })
  const loss = () => tf.sum(tf.mul(built.apply(x) as tf.Tensor, dy)) as tf.Scalar
  const weights = built.trainableWeights.map((weight) => (weight as unknown as { val: tf.Variable }).val)
  return {
    // x is a variable, so that its gradient is computed too, as in the middle of a network
    compute: () => tf.variableGrads(loss, [x, ...weights]).grads[x.name]!,
    dispose: () => {
      tf.dispose([x, dy])
      built.dispose()
    },
    ownsResult: true,
    factor: time / stockTime,
    note: `measured at ${stockTime} steps, times ${(time / stockTime).toFixed(1)}`,
  }
}

function adam({ parameters }: Of<'adam'>): Prepared {
  const variable = tf.tidy(() => tf.variable(tf.zeros([parameters]), true))
  const gradient = random([parameters])
  const optimizer = tf.train.adam(1e-3)
  return {
    compute: () => {
      optimizer.applyGradients([{ name: variable.name, tensor: gradient }])
      return variable
    },
    dispose: () => {
      optimizer.dispose()
      tf.dispose([variable, gradient])
    },
    ownsResult: false,
  }
}

function random(shape: readonly number[], bound = 1): tf.Tensor {
  return tf.tensor(noise(tf.util.sizeFromShape([...shape]), bound), [...shape], 'float32')
}

function kernel(inputs: tf.Tensor[], compute: () => tf.Tensor): Prepared {
  return { compute, dispose: () => tf.dispose(inputs), ownsResult: true }
}
