import { expect, test, vi } from 'vitest'
import { type Choice, choicesOf, chosenVariant } from './tuning.ts'

/** A device that nothing is asked of. */
function device(): GPUDevice {
  return {} as GPUDevice
}

const CHOICE: Choice<number> = {
  variants: { narrow: 1, wide: 2 },
  fallback: 'narrow',
  prepare: () => () => {},
}

test('the fallback runs until something else is decided', () => {
  const gpu = device()
  expect(chosenVariant(gpu, 'a', () => CHOICE)).toBe(1)
  const { undecided, decided } = choicesOf(gpu)
  expect([...undecided.keys()]).toEqual(['a'])
  undecided.get('a')!.decide('wide')
  expect(chosenVariant(gpu, 'a', () => CHOICE)).toBe(2)
  expect(undecided.size).toBe(0)
  expect([...decided]).toEqual([['a', 'wide']])
})

test('what was decided before is not measured again', () => {
  const gpu = device()
  const { undecided, decided } = choicesOf(gpu)
  decided.set('a', 'wide')
  expect(chosenVariant(gpu, 'a', () => CHOICE)).toBe(2)
  expect(undecided.size).toBe(0)
})

test.each(['gone', 'toString', ''])('a name that is none of a variant says nothing: %j', (name) => {
  const gpu = device()
  const { undecided, decided } = choicesOf(gpu)
  decided.set('a', name)
  expect(chosenVariant(gpu, 'a', () => CHOICE)).toBe(1)
  expect([...undecided.keys()]).toEqual(['a'])
  expect(decided.size).toBe(0)
})

test('a key is described once, and chosen for one device alone', () => {
  const [one, other] = [device(), device()]
  const describe = vi.fn(() => CHOICE)
  for (let i = 0; i < 3; i++) chosenVariant(one, 'a', describe)
  expect(describe).toHaveBeenCalledTimes(1)
  choicesOf(one).undecided.get('a')!.decide('wide')
  expect(chosenVariant(other, 'a', () => CHOICE)).toBe(1)
})

test('what waits to be measured is in the order of last use', () => {
  const gpu = device()
  for (const key of ['a', 'b', 'c', 'a']) chosenVariant(gpu, key, () => CHOICE)
  expect([...choicesOf(gpu).undecided.keys()]).toEqual(['b', 'c', 'a'])
})
