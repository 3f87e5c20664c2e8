// Where in a posterior a network looked.

/**
 * `gradientTimesInput`: one backward pass; `integratedGradients`: Sundararajan et al. 2017. Both count the input from its
 * median: the many points of the floor say nothing, and the zero of ln p means nothing.
 */
export type SaliencyMethod = 'gradientTimesInput' | 'integratedGradients'

/** What is asked. */
export interface SaliencyRequest {
  /** number as in `ObjectColumns` */
  readonly object: number
  /** class whose log-odds are explained */
  readonly classIndex: number
  readonly method: SaliencyMethod
}

/**
 * Attributions of the log-odds of a class, ln(p / (1 - p)): positive values speak for the class, negative ones against it.
 */
export interface Saliency extends SaliencyRequest {
  /** [z], signed */
  readonly values: Float32Array<ArrayBuffer>
  /** log-odds of the class for this posterior */
  readonly score: number
  /** log-odds for the baseline, a row that is flat at the median of this one */
  readonly baselineScore: number
}

/** How far an explanation is. */
export interface SaliencyProgress {
  /** points of the way from the baseline */
  readonly done: number
  readonly total: number
}
