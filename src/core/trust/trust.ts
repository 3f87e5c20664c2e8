// What the page says of a network's probabilities, as plain data. Probabilities are [row, class], float64; `labels` the true
// classes. "Kept" rows are those whose probability of one class, that of redshifts to be trusted, reaches a threshold.

/** One bin of a reliability diagram. */
export interface ReliabilityBin {
  /** bounds of the probability, the upper one included */
  readonly from: number
  readonly to: number
  readonly rows: number
  /** mean predicted probability of its rows; NaN without any */
  readonly predicted: number
  /** share of its rows that are right; NaN without any */
  readonly observed: number
  /** Wilson 95 % interval of `observed`; NaN without rows */
  readonly low: number
  readonly high: number
}

/** How well probabilities are what they say. */
export interface Calibration {
  readonly bins: readonly ReliabilityBin[]
  /** expected calibration error: mean of |observed - predicted| over rows */
  readonly ece: number
  /** largest of |observed - predicted| over bins with rows */
  readonly mce: number
}

/** Single numbers of one classifier on some rows. NaN where a number does not exist, as an AUC without both classes. */
export interface TrustScores {
  readonly rows: number
  readonly accuracy: number
  /** mean categorical cross-entropy */
  readonly logLoss: number
  /** scikit-learn's `brier_score_loss`: the sum over classes, halved for two classes */
  readonly brier: number
  /** of the most probable class */
  readonly ece: number
  /** of the kept class against the others */
  readonly auc: number
  readonly averagePrecision: number
}

/** A curve whose points belong to falling thresholds. */
export interface ThresholdCurve {
  readonly x: Float64Array<ArrayBuffer>
  readonly y: Float64Array<ArrayBuffer>
  readonly thresholds: Float64Array<ArrayBuffer>
}

/** Rows of one class against all others, sorted, so that any threshold is looked up in log time. */
export interface Ranking {
  /** rows */
  readonly rows: number
  /** rows of the class */
  readonly positives: number
  /** distinct scores, falling */
  readonly scores: Float64Array<ArrayBuffer>
  /** rows of the class, and others, with at least that score */
  readonly truePositives: Float64Array<ArrayBuffer>
  readonly falsePositives: Float64Array<ArrayBuffer>
}

/** A share with its Wilson 95 % interval. NaN where there is nothing to count. */
export interface Share {
  readonly count: number
  readonly of: number
  readonly share: number
  readonly low: number
  readonly high: number
}

/** What remains if only rows at or above a threshold are kept. */
export interface KeptSample {
  readonly threshold: number
  /** share of the kept rows that belong to the class */
  readonly purity: Share
  /** share of the class' rows that are kept */
  readonly completeness: Share
  /** share of all rows that are kept */
  readonly coverage: Share
  /** share of other rows that are kept: the false positive rate */
  readonly contamination: Share
}

/** The kept sample within a range of redshifts, the upper bound included in the last one only. */
export interface RedshiftBin extends KeptSample {
  readonly from: number
  readonly to: number
  readonly rows: number
}

/** What dividing the logits by a temperature changes on some rows. NaN without rows. */
export interface TemperatureEffect {
  /** with all logits known */
  readonly rows: number
  /** mean cross-entropy: the log loss without `TrustScores`' bound for what is impossible in float64 */
  readonly lossBefore: number
  readonly lossAfter: number
  /** of the most probable class */
  readonly eceBefore: number
  readonly eceAfter: number
}

/** A temperature fitted by the least mean cross-entropy, and what it changes on these rows; Guo et al. 2017. */
export interface TemperatureFit extends TemperatureEffect {
  readonly temperature: number
}
