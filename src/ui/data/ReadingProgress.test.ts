import { expect, test } from 'vitest'
import { progressText } from './ReadingProgress.tsx'

test.each([
  [null, 'Looking at the files'],
  [
    { phase: 'scan', file: 'TRAIN/X.npy', done: 1.21e9, total: 3.02e9 },
    'Reading TRAIN/X.npy: 1.2 GB of 3.0 GB',
  ],
  [{ phase: 'simulate', file: '', done: 420, total: 1000 }, 'Simulating the sample: 42%'],
  [{ phase: 'simulate', file: '', done: 0, total: 0 }, 'Simulating the sample: 0%'],
  [{ phase: 'write', file: 'X.npy', done: 512, total: 1024 }, 'Writing X.npy: 512 B of 1.0 kB'],
] as const)('%#', (progress, text) => {
  expect(progressText(progress)).toBe(text)
})

test.each([
  [
    { phase: 'scan', file: 'X.npy', done: 1.2e9, total: 3e9 },
    { perSecond: 310e6, secondsLeft: 9.2 },
    'Reading X.npy: 1.2 GB of 3.0 GB, 310 MB/s, 9 s left',
  ],
  [
    { phase: 'simulate', file: '', done: 420, total: 1000 },
    { perSecond: 100, secondsLeft: 130 },
    'Simulating the sample: 42%, 2 min left',
  ],
] as const)('with rate and time left: %#', (progress, pace, text) => {
  expect(progressText(progress, pace)).toBe(text)
})
