// What lines and points stand for. Each looks the same in every chart.

/** The two classifiers, and the three shares of a kept sample. */
export type Look = 'network' | 'control' | 'purity' | 'completeness' | 'coverage'

/** The shares of a kept sample, in the order in which they are shown. */
export const KEPT_SHARES = ['purity', 'completeness', 'coverage'] as const
export type KeptShare = (typeof KEPT_SHARES)[number]
