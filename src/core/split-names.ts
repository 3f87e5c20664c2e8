// The splits of a data set, in the order in which they are named everywhere.

export type SplitName = 'train' | 'validation' | 'test'
export const SPLIT_NAMES: readonly SplitName[] = ['train', 'validation', 'test']
