import { expect, test } from 'vitest'
import { choiceProblem } from './column-roles.ts'

test('a column can have one role', () => {
  expect(choiceProblem({})).toBe('')
  expect(choiceProblem({ X: 'lnp', label: 'cls' })).toBe('')
  expect(choiceProblem({ X: 'lnp', label: 'cls', flag: 'cls' })).toBe(
    'cls is chosen for label and for flag. A column can be one of them.',
  )
})
