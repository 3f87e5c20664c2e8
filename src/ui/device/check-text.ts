// What "Check this device" found, in words for a person. A device is called fit only if every network is there and every
// quantity is within its limit.

import { MODEL_IDS } from '../../core/models.ts'
import type { DeviceCheckState } from '../../store/state.ts'

/** What a check found in the end, of one network, and of one quantity of it. */
export type DeviceCheck = NonNullable<DeviceCheckState['result']>
export type ModelCheck = DeviceCheck['models'][number]
export type QuantityCheck = ModelCheck['quantities'][number]

/** A column of the table: the quantities that it holds the largest error of. */
export interface CheckColumn {
  readonly title: string
  readonly quantities: readonly QuantityCheck['quantity'][]
}

/** Columns of the table of errors. Adam is the update rule alone and the weights after some steps. */
export const CHECK_COLUMNS: readonly CheckColumn[] = [
  { title: 'Probabilities', quantities: ['probabilities'] },
  { title: 'Loss', quantities: ['loss'] },
  { title: 'Gradients', quantities: ['gradient'] },
  { title: 'Adam', quantities: ['adam', 'adam rule'] },
]

const OFF: Readonly<Record<QuantityCheck['quantity'], string>> = {
  probabilities: 'probabilities are',
  loss: 'loss is',
  gradient: 'gradient is',
  adam: 'weights after some Adam steps are',
  'adam rule': 'Adam update is',
}

const NOUNS: Readonly<Record<QuantityCheck['quantity'], string>> = {
  probabilities: 'probabilities',
  loss: 'loss',
  gradient: 'gradient',
  adam: 'Adam steps',
  'adam rule': 'Adam update',
}

/** The quantity that comes nearest to its limit, or exceeds it most; `null` where there is none. */
export function largest(quantities: readonly QuantityCheck[]): QuantityCheck | null {
  return quantities.reduce<QuantityCheck | null>(
    (worst, next) => (worst === null || share(next) > share(worst) ? next : worst),
    null,
  )
}

/** Whether the device computes what Keras computes, as far as it was looked at. */
export function isFit({ isFit, models }: DeviceCheck): boolean {
  return isFit && MODEL_IDS.every((id) => models.some((check) => check.model === id && isModelFit(check)))
}

/** Whether one network is computed as Keras computes it. */
export function isModelFit({ isFit, problem, quantities }: ModelCheck): boolean {
  return isFit && problem === null && quantities.length > 0 && quantities.every(({ ok }) => ok)
}

/** The verdict, and what it means for the visitor. */
export interface Verdict {
  readonly verdict: string
  readonly meaning: string
}

/** A check that has ended, in words. */
export function verdictOf(check: DeviceCheck): Verdict {
  return isFit(check)
    ? { verdict: 'Fit: this device computes what Keras computes.', meaning: closestText(check.models) }
    : { verdict: `Not fit: ${reasonText(check.models)}`, meaning: adviceText(check) }
}

/** What was checked, and where: before a check, and below its result. */
export function explanation(check: DeviceCheck | null): string {
  if (check === null) {
    return 'Computes small versions of all five networks from built-in fixtures on the chosen backend, and compares with what Keras computed in float64.'
  }
  const keras = check.models[0] === undefined ? 'Keras' : `Keras ${check.models[0].keras}`
  return `Checked on ${check.backend}: ${check.adapter}. Small versions of all five networks, from built-in fixtures, against what ${keras} computed in float64. Errors are relative to the largest expected value.`
}

/** An error with two digits: `4.1e-7`. */
export function formatError(error: number): string {
  if (Number.isNaN(error)) return 'not a number'
  return Number.isFinite(error) ? error.toExponential(1) : 'infinite'
}

/** A limit with the digits that it has: `1e-5`. */
export function formatLimit(limit: number): string {
  return limit.toExponential()
}

/** An error as a share of its limit. No number is larger than one that is not a number. */
function share({ error, limit }: QuantityCheck): number {
  return Number.isNaN(error) ? Number.POSITIVE_INFINITY : error / limit
}

/** Which error comes nearest to its limit, and how near. */
function closestText(models: readonly ModelCheck[]): string {
  const all = models.flatMap(({ model, quantities }) => quantities.map((quantity) => ({ model, quantity })))
  const quantity = largest(all.map((entry) => entry.quantity))!
  const { model } = all.find((entry) => entry.quantity === quantity)!
  return `Its largest error, in ${model}'s ${NOUNS[quantity.quantity]}, is ${percent(share(quantity))} of what is allowed.`
}

function reasonText(models: readonly ModelCheck[]): string {
  const unfit = models.filter((check) => !isModelFit(check))
  if (unfit.length === 0) return 'not all networks were checked.'
  const broken = unfit.find(({ problem }) => problem !== null)
  const rest =
    unfit.length > 1 ? ` ${unfit.length} of ${models.length} networks are not as Keras has them.` : ''
  if (broken !== undefined)
    return `${broken.model} could not be computed: ${sentence(broken.problem!)}${rest}`
  const worst = largest(unfit.flatMap(({ quantities }) => quantities.filter(({ ok }) => !ok)))
  if (worst === null) return `nothing of ${unfit[0]!.model} was compared.${rest}`
  const { model } = unfit.find(({ quantities }) => quantities.includes(worst))!
  return `${model}'s ${offText(worst)}.${rest}`
}

/** `gradient is off by 2.1e-3 where 1e-5 is allowed`. */
function offText({ quantity, error, limit }: QuantityCheck): string {
  const off = Number.isFinite(error) ? `off by ${formatError(error)}` : formatError(error)
  return `${OFF[quantity]} ${off} where ${formatLimit(limit)} is allowed`
}

function adviceText({ backend }: DeviceCheck): string {
  return backend === 'webgpu'
    ? 'Do not trust training on this device; choose the CPU (wasm) backend.'
    : 'Do not trust training here; use another browser or computer.'
}

function sentence(message: string): string {
  return /[.!?]$/.test(message) ? message : `${message}.`
}

function percent(share: number): string {
  const value = 100 * share
  if (value < 0.1) return 'less than 0.1%'
  return `${value < 9.95 ? value.toFixed(1) : Math.round(value)}%`
}
