import { expect, test } from 'vitest'
import { copyButton, copyName, copySentence, copySize } from './copy-text.ts'

const NONE = { state: 'none', doneBytes: 0, totalBytes: 4.2e9, inUse: false } as const
const PARTIAL = { ...NONE, state: 'partial', doneBytes: 1.79e9 } as const
const COPY = { fingerprint: '77aa', name: 'Flag balanced', bytes: 1.24e9, complete: true }

test('says why a copy would be made, or what there is of it', () => {
  expect(copySentence(NONE)).toBe(
    "These data are larger than the memory for them. A copy in this browser's private storage is read faster; it takes 4.2 GB.",
  )
  expect(copySentence(PARTIAL)).toBe(
    "A part is copied to this browser's private storage. The whole takes 4.2 GB and is read faster.",
  )
  const complete = { ...NONE, state: 'complete', doneBytes: 4.2e9 } as const
  expect(copySentence({ ...complete, inUse: true })).toBe('Read from the fast copy in this browser (4.2 GB)')
  expect(copySentence(complete)).toBe(
    'There is a fast copy in this browser (4.2 GB), but another tab holds it: the files are read.',
  )
})

test('the button says how far it is', () => {
  expect(copyButton(NONE)).toBe('Fast copy')
  expect(copyButton(PARTIAL)).toBe('Resume fast copy (42 %)')
  expect(copyButton({ ...PARTIAL, doneBytes: 0, totalBytes: 0 })).toBe('Resume fast copy (0 %)')
})

test('other copies have a name and a size', () => {
  expect([copyName(COPY), copySize(COPY)]).toEqual(['Flag balanced', '1.2 GB'])
  const damaged = { ...COPY, name: '', complete: false }
  expect([copyName(damaged), copySize(damaged)]).toEqual(['unnamed data 77aa', '1.2 GB, incomplete'])
})
