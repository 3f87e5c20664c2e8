// The start of a run ahead of time: threads, modules, shaders and JavaScript are made ready while data are still read, so
// that the first step takes little more than the tenth.

import * as tf from '@tensorflow/tfjs-core'
import type { TrainingPlan } from '../core/plan.ts'
import type { BackendId, RunSettings } from '../core/run.ts'
import { createProbe, disposeProbe } from './probe.ts'
import { predict, trainStep } from './trainer.ts'

/** Most data sets have two classes. */
const CLASSES = 2
/**
 * On a CPU a kernel has one form for all rows and points, so there are few: what computes also reads the data. CNN3 needs
 * 34 points, and a recurrent layer on WebGPU 4 rows to fill its tiles.
 */
const FEW_ROWS = 4
const FEW_POINTS = 36
/** On wasm the form does not depend on a layer's width either. */
const NARROWER = 4
/**
 * On a GPU there are as many rows as in a run, and points as if: so many at least, and a multiple of the stride apart from
 * those of the data. From 256 points on tfjs takes the products of dense layers for large ones. Four poolings make of 128
 * points 8 steps, so that the rows of a recurrent layer's products divide by tfjs' tiles as those of the data do.
 */
const MANY_POINTS = 256
const POINTS_STRIDE = 128

/** What to make ready. */
export interface WarmUpRequest {
  readonly settings: RunSettings
  /** points per row that are expected of the data */
  readonly length: number
  /** of a run on such data */
  readonly plan: Pick<TrainingPlan, 'microBatchSize' | 'microBatches'>
  readonly backend: BackendId
  /** whether the adapter of WebGPU is a CPU */
  readonly isSoftware: boolean
  /** lets messages in between the parts */
  readonly yieldToEvents: () => Promise<void>
}

/**
 * Trains one small step on the current backend and computes the logits of one pass: all that a run does on the device, in
 * the forms in which it will.
 */
export async function warmUp(request: WarmUpRequest): Promise<void> {
  const { settings, length, plan, backend, isSoftware, yieldToEvents } = request
  const isGpu = backend === 'webgpu' && !isSoftware
  const probe = createProbe({
    settings,
    length: isGpu ? MANY_POINTS + (length % POINTS_STRIDE) : FEW_POINTS,
    classes: CLASSES,
    rows: isGpu ? plan.microBatchSize : Math.min(plan.microBatchSize, FEW_ROWS),
    scale: backend === 'webgpu' ? 1 : NARROWER,
    values: (count) => new Float32Array(count),
  })
  const outputs: tf.Tensor[] = []
  try {
    await yieldToEvents()
    // the second pass adds its gradients to those of the first; a third would do the same
    const passes = plan.microBatches > 1 ? [probe.batch, probe.batch] : [probe.batch]
    outputs.push(...trainStep(probe.trainer, passes, 1e-4))
    await yieldToEvents()
    outputs.push(predict(probe.trainer.network, probe.batch))
    // a GPU compiles beside this thread, and computes when it has done so
    await Promise.all(outputs.map((output) => output.data()))
  } finally {
    tf.dispose(outputs)
    disposeProbe(probe)
  }
}
