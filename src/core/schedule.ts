// Learning rate by epoch: `main.py`'s three schedules as pure functions of what happened before.

/** (0) exponential, (1) delayed, (2) plateau of `main.py`. */
export type ScheduleId = 'exponential' | 'delayed' | 'plateau'

/** The schedules in the order in which they are offered. */
export const SCHEDULE_IDS: readonly ScheduleId[] = ['exponential', 'delayed', 'plateau']

/**
 * Learning rate of the first epoch. `main.py`'s exponential schedule sets it; the other two start from Adam's default in
 * Keras, because `main.py` compiles with `"adam"`.
 */
export const FIRST_RATE: Readonly<Record<ScheduleId, number>> = {
  exponential: 1e-4,
  delayed: 1e-3,
  plateau: 1e-3,
}

/** The rate decays by exp(-0.1) per epoch. */
export const DECAY_PER_EPOCH = 0.1
/** Epochs that `delayed` trains at its first rate. */
export const EPOCHS_BEFORE_DECAY = 10

/** Arguments of Keras' ReduceLROnPlateau: `main.py`'s, and Keras' defaults for the rest. */
export const PLATEAU = { factor: 0.5, patience: 2, minDelta: 1e-4, minimum: 1e-6 } as const

/**
 * Learning rate of an epoch.
 * @param epoch from 1
 * @param valLosses validation losses of the epochs before, from epoch 1; only `plateau` reads them
 */
export function learningRate(schedule: ScheduleId, epoch: number, valLosses: readonly number[]): number {
  switch (schedule) {
    case 'exponential':
      return FIRST_RATE.exponential * Math.exp(-DECAY_PER_EPOCH * (epoch - 1))
    case 'delayed':
      return FIRST_RATE.delayed * Math.exp(-DECAY_PER_EPOCH * Math.max(0, epoch - EPOCHS_BEFORE_DECAY))
    case 'plateau':
      return rateAfterPlateaus(valLosses.slice(0, epoch - 1))
    default:
      return schedule satisfies never
  }
}

/** Replays Keras' ReduceLROnPlateau (mode min, cooldown 0). A NaN is never progress, since `NaN < best` is false. */
function rateAfterPlateaus(valLosses: readonly number[]): number {
  let rate: number = FIRST_RATE.plateau
  let best = Number.POSITIVE_INFINITY
  let wait = 0
  for (const valLoss of valLosses) {
    if (valLoss < best - PLATEAU.minDelta) {
      best = valLoss
      wait = 0
      continue
    }
    wait += 1
    if (wait >= PLATEAU.patience && rate > PLATEAU.minimum) {
      rate = Math.max(rate * PLATEAU.factor, PLATEAU.minimum)
      wait = 0
    }
  }
  return rate
}
