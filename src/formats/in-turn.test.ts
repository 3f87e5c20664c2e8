import { expect, test } from 'vitest'
import { inTurn } from './in-turn.ts'

test('calls that overlap are served one after the other, also after one that failed', async () => {
  let [running, most] = [0, 0]
  const log: number[] = []
  const run = inTurn(async (value: number) => {
    most = Math.max(most, ++running)
    await new Promise((resolve) => setTimeout(resolve))
    running--
    log.push(value)
    if (value === 2) throw new Error('gone')
    return 10 * value
  })
  const [first, second, third] = [run(1), run(2), run(3)]
  await expect(second).rejects.toThrow('gone')
  expect(await Promise.all([first, third])).toEqual([10, 30])
  expect(log).toEqual([1, 2, 3])
  expect(most).toBe(1)
})
