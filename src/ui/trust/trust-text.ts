// Shares, thresholds and networks in words.

import { formatInteger } from '../../core/format.ts'
import type { ModelCard } from '../../core/model-card.ts'
import type { Share } from '../../core/trust/trust.ts'
import { NO_NUMBER, percentText } from '../compare/number-text.ts'

/** `96.2 % (95.1 to 97.0)`: a share with its interval. */
export function shareText({ share, low, high }: Omit<Share, 'count' | 'of'>): string {
  return Number.isNaN(share) ? NO_NUMBER : `${percentOf(share)} (${intervalText({ low, high })})`
}

/** `95.1 to 97.0`, per cent. */
export function intervalText({ low, high }: Pick<Share, 'low' | 'high'>): string {
  return Number.isNaN(low) ? NO_NUMBER : `${percentText(low, 1)} to ${percentText(high, 1)}`
}

/** `1,204 of 1,252`. */
export function countText({ count, of }: Share): string {
  return `${formatInteger(count)} of ${formatInteger(of)}`
}

/** `96.2 %`, without the interval. */
export function percentOf(share: number): string {
  return Number.isNaN(share) ? NO_NUMBER : `${percentText(share, 1)} %`
}

/** A number with so many decimals; a dash where there is none. */
export function decimalText(value: number, decimals: number): string {
  return Number.isFinite(value) ? value.toFixed(decimals) : NO_NUMBER
}

/** A score with four decimals; one that is not 0 is never told as 0: `0.0531`, `< 0.0001`. */
export function scoreText(value: number): string {
  return value > 0 && value < LEAST_SCORE / 2 ? `< ${LEAST_SCORE}` : decimalText(value, 4)
}

const LEAST_SCORE = 0.0001

/** A threshold or a temperature with at most four decimals: `0.5`, `0.9731`. */
export function shortNumber(value: number): string {
  return String(Number(value.toFixed(4)))
}

/** ` Calibrated, T = 0.936.`, to follow a caption; nothing without a temperature. */
export function calibratedText(temperature: number | null): string {
  return temperature === null ? '' : ` Calibrated, T = ${shortNumber(temperature)}.`
}

/** `1 row`, `1,200 rows`. */
export function rowsText(count: number): string {
  return `${formatInteger(count)} ${count === 1 ? 'row' : 'rows'}`
}

/** Which network it is: `CNN3, DeltaZ, epoch 7 of a run on data/VIPERS, ended 2026-11-22`. */
export function networkText({ name, origin, training, created }: ModelCard): string {
  const day = created.slice(0, 10)
  if (training === null) return `${name}, weights imported from Keras`
  const trained = `${name}, epoch ${formatInteger(training.epoch)} of a run on ${training.dataset.name}`
  return origin === 'trained' ? `${trained}, ended ${day}` : `${trained}, ended ${day}, loaded from a file`
}
