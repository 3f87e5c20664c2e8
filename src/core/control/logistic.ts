// Multinomial logistic regression with scikit-learn's objective, `LogisticRegression(C)`: C times the sum of the rows'
// cross-entropies plus half the squared weights; the bias is not penalised. Few parameters and a convex objective: Newton's
// method finds the minimum to rounding in about ten steps, the same bits each time.

import { solveSymmetric } from './cholesky.ts'

/** Rows to fit. */
export interface LogisticData {
  /** [row, feature], row-major, standardised or not; finite */
  readonly x: Float64Array
  /** class of each row, below `classes` */
  readonly labels: Uint8Array
  readonly classes: number
  /** scikit-learn's C: the weight of the rows against the penalty */
  readonly l2C?: number
}

/** A fitted regression: logit [class] = bias + weights x. */
export interface LogisticFit {
  /** [class, feature]; the sum over the classes that occur is 0 */
  readonly weights: number[][]
  /** [class]; the sum over the classes that occur is 0 */
  readonly bias: number[]
  /** mean cross-entropy of the rows: scikit-learn's `log_loss` */
  readonly loss: number
  /** the minimised sum, with the penalty */
  readonly objective: number
  /** Newton steps */
  readonly iterations: number
}

/** Logit of a class without rows. The others' sum to 0, so that it lies at least so far below the highest. */
export const ABSENT_LOGIT = -30

const MOST_STEPS = 100
/** Gradient, relative to that at 0, at which the minimum is found. */
const TOLERANCE = 1e-12
/** Share of the decrease that a straight line promises that a step must bring (Armijo). */
const SUFFICIENT = 1e-4
/** Rounding of the objective, relative to it and to the weight of all rows, whose losses are differences of logits. */
const ROUNDING = 1e-14

/** The problem with the classes that occur, numbered from 0. */
interface Problem {
  readonly x: Float64Array
  readonly labels: Uint8Array
  readonly rows: number
  readonly features: number
  readonly classes: number
  /**
   * First class with parameters. Of two classes only the second has any, as in scikit-learn: its penalty is on the difference
   * of the two. Of more each has its own.
   */
  readonly free: number
  readonly l2C: number
}

/**
 * Fits a regression. A class without rows gets no weights and the bias ABSENT_LOGIT.
 * @throws Error without rows, or with values that are not finite
 */
export function fitLogistic({ x, labels, classes, l2C = 1 }: LogisticData): LogisticFit {
  const rows = labels.length
  if (rows === 0) throw new Error('Expected at least one row to fit')
  const present = Array.from({ length: classes }, (_, k) => k).filter((k) => labels.includes(k))
  const features = x.length / rows
  const bad = x.findIndex((value) => !Number.isFinite(value))
  if (bad >= 0) throw new Error(`Expected finite values, got ${x[bad]} in row ${Math.floor(bad / features)}`)
  const problem: Problem = {
    x,
    labels: labels.map((label) => present.indexOf(label)),
    rows,
    features,
    classes: present.length,
    free: present.length <= 2 ? 1 : 0,
    l2C,
  }
  const { parameters, objective, iterations } = minimise(problem)
  const own = classParameters(problem, parameters)
  const penalty = 0.5 * squaredWeights(problem, parameters)
  const weights = Array.from({ length: classes }, () => new Array<number>(features).fill(0))
  const bias = new Array<number>(classes).fill(ABSENT_LOGIT)
  for (const [k, label] of present.entries()) {
    weights[label] = own[k]!.slice(0, features)
    bias[label] = own[k]![features]!
  }
  return { weights, bias, loss: (objective - penalty) / (l2C * rows), objective, iterations }
}

/**
 * Logits of rows, [row, class].
 * @param x [row, feature], scaled as the fitted rows
 */
export function logisticLogits(
  { weights, bias }: Pick<LogisticFit, 'weights' | 'bias'>,
  x: Float64Array,
): Float32Array<ArrayBuffer> {
  const classes = bias.length
  const features = weights[0]?.length ?? 0
  const rows = features === 0 ? 0 : x.length / features
  const logits = new Float32Array(rows * classes)
  for (let row = 0; row < rows; row++) {
    for (let k = 0; k < classes; k++) {
      let logit = bias[k]!
      for (let f = 0; f < features; f++) logit += weights[k]![f]! * x[row * features + f]!
      logits[row * classes + k] = logit
    }
  }
  return logits
}

/** Weights and bias of every class, which sum to 0 over the classes. */
function classParameters({ classes, free, features }: Problem, parameters: Float64Array): number[][] {
  const width = features + 1
  const given = Array.from({ length: classes - free }, (_, k) => [
    ...parameters.subarray(k * width, (k + 1) * width),
  ])
  if (free === 0) return given
  const [difference] = given
  if (difference === undefined) return [new Array<number>(width).fill(0)]
  return [difference.map((value) => -value / 2), difference.map((value) => value / 2)]
}

function squaredWeights({ features }: Problem, parameters: Float64Array): number {
  let sum = 0
  for (const [i, value] of parameters.entries()) if (i % (features + 1) < features) sum += value * value
  return sum
}

function minimise(problem: Problem) {
  const size = (problem.classes - problem.free) * (problem.features + 1)
  let parameters = new Float64Array(size)
  let state = evaluate(problem, parameters)
  const enough = TOLERANCE * norm(state.gradient)
  let iterations = 0
  while (iterations < MOST_STEPS && norm(state.gradient) > enough) {
    const step = state.gradient.slice()
    solveSymmetric(state.hessian, step)
    const slope = dot(step, state.gradient)
    const slack = ROUNDING * (Math.abs(state.objective) + problem.l2C * problem.rows)
    let share = 1
    let next = moved(parameters, step, share)
    let reached = evaluate(problem, next)
    while (!(reached.objective <= state.objective - SUFFICIENT * share * slope + slack) && share > 1e-10) {
      share /= 2
      next = moved(parameters, step, share)
      reached = evaluate(problem, next)
    }
    iterations++
    const isBetter = norm(reached.gradient) < norm(state.gradient) || reached.objective < state.objective
    // rounding is all that is left
    if (!isBetter) break
    parameters = next
    state = reached
  }
  return { parameters, objective: state.objective, iterations }
}

function moved(from: Float64Array, step: Float64Array, share: number): Float64Array<ArrayBuffer> {
  return Float64Array.from(from, (value, i) => value - share * step[i]!)
}

/**
 * Objective, gradient and Hessian. Of three classes and more, equal changes of all biases change no probability: half the
 * squared sum of the biases is added, which makes the minimum unique (the sum is 0 there) and leaves its value as it is.
 */
function evaluate(problem: Problem, parameters: Float64Array) {
  const { x, labels, rows, features, classes, free, l2C } = problem
  const width = features + 1
  const models = classes - free
  const size = models * width
  const gradient = new Float64Array(size)
  // one triangle [feature, feature] for each pair of classes, which is all that the rows' outer products differ in
  const triangle = (width * (width + 1)) / 2
  const blocks = new Float64Array(((models * (models + 1)) / 2) * triangle)
  const p = new Float64Array(classes)
  const row = new Float64Array(width).fill(1)
  let sum = 0
  for (let r = 0; r < rows; r++) {
    for (let f = 0; f < features; f++) row[f] = x[r * features + f]!
    sum += softmaxLoss(parameters, row, free, labels[r]!, p)
    let block = 0
    for (let k = 0; k < models; k++) {
      const pk = p[k + free]!
      const error = l2C * (pk - (labels[r] === k + free ? 1 : 0))
      for (let f = 0; f < width; f++) gradient[k * width + f]! += error * row[f]!
      for (let j = 0; j <= k; j++) {
        const curvature = l2C * pk * ((j === k ? 1 : 0) - p[j + free]!)
        for (let a = 0; a < width; a++) {
          const scaled = curvature * row[a]!
          for (let b = 0; b <= a; b++) blocks[block++]! += scaled * row[b]!
        }
      }
    }
  }
  const hessian = assemble(blocks, models, width)
  let biases = 0
  for (let i = features; i < size; i += width) biases += parameters[i]!
  for (let i = 0; i < size; i++) {
    const isBias = i % width === features
    gradient[i]! += isBias ? (free === 0 ? biases : 0) : parameters[i]!
    if (!isBias) hessian[i * size + i]! += 1
    else if (free === 0) for (let j = features; j < size; j += width) hessian[i * size + j]! += 1
  }
  const gauge = free === 0 ? 0.5 * biases * biases : 0
  const objective = l2C * sum + 0.5 * squaredWeights(problem, parameters) + gauge
  return { objective, gradient, hessian }
}

/** Probabilities of one row into `p`; its cross-entropy. Classes before `free` have the logit 0. */
function softmaxLoss(
  parameters: Float64Array,
  row: Float64Array,
  free: number,
  label: number,
  p: Float64Array,
): number {
  const width = row.length
  let largest = Number.NEGATIVE_INFINITY
  for (let k = 0; k < p.length; k++) {
    let logit = 0
    const start = (k - free) * width
    if (k >= free) for (let f = 0; f < width; f++) logit += parameters[start + f]! * row[f]!
    p[k] = logit
    if (logit > largest) largest = logit
  }
  const own = p[label]! - largest
  let total = 0
  for (let k = 0; k < p.length; k++) total += p[k] = Math.exp(p[k]! - largest)
  for (let k = 0; k < p.length; k++) p[k]! /= total
  return Math.log(total) - own
}

/** The blocks as one matrix, [parameter, parameter], of which Cholesky reads the lower triangle. */
function assemble(blocks: Float64Array, models: number, width: number): Float64Array<ArrayBuffer> {
  const size = models * width
  const matrix = new Float64Array(size * size)
  let at = 0
  for (let k = 0; k < models; k++) {
    for (let j = 0; j <= k; j++) {
      for (let a = 0; a < width; a++) {
        for (let b = 0; b <= a; b++) {
          const value = blocks[at++]!
          matrix[(k * width + a) * size + j * width + b] = value
          matrix[(k * width + b) * size + j * width + a] = value
        }
      }
    }
  }
  return matrix
}

function norm(values: Float64Array): number {
  return Math.sqrt(dot(values, values))
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!
  return sum
}
