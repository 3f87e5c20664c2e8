import { expect, test } from 'vitest'
import { createTurns } from './turns.ts'

test('jobs do not overlap, run in the order in which they asked, and one that throws holds nobody up', async () => {
  const turns = createTurns()
  const seen: string[] = []
  const job = (name: string) =>
    turns.run(async () => {
      seen.push(`${name} starts`)
      await new Promise((resolve) => setTimeout(resolve))
      seen.push(`${name} ends`)
      if (name === 'b') throw new Error('b is broken')
      return name
    })
  const results = await Promise.allSettled([job('a'), job('b'), job('c')])
  expect(seen).toEqual(['a starts', 'a ends', 'b starts', 'b ends', 'c starts', 'c ends'])
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
})

test('a turn lasts until it is ended, however long that takes', async () => {
  const turns = createTurns()
  const end = await turns.take()
  let ran = false
  const waiting = turns.run(async () => {
    ran = true
  })
  await new Promise((resolve) => setTimeout(resolve, 5))
  expect(ran).toBe(false)
  end()
  await waiting
  expect(ran).toBe(true)
})
