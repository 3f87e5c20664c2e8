import { expect, test } from 'vitest'
import { reportsOf } from './progress.ts'

/** Everything that is given, and the result or what was thrown. */
async function collect<Report, Result>(reports: AsyncGenerator<Report, Result, void>) {
  const given: Report[] = []
  try {
    while (true) {
      const { done, value } = await reports.next()
      if (done) return { given, result: value }
      given.push(value)
    }
  } catch (thrown) {
    return { given, thrown }
  }
}

const wait = () => new Promise<void>((resolve) => setTimeout(resolve))

test('reports come in their order, whether several at once or one by one, and the result last', async () => {
  const reports = reportsOf<number, string>(async (report) => {
    report(1)
    report(2)
    await wait()
    report(3)
    await Promise.resolve()
    report(4)
    report(5)
    return 'done'
  })
  expect(await collect(reports)).toEqual({ given: [1, 2, 3, 4, 5], result: 'done' })
})

test('work without reports gives its result', async () => {
  expect(await collect(reportsOf<number, string>(async () => 'done'))).toEqual({ given: [], result: 'done' })
})

test('a report comes before the work has ended', async () => {
  let finish = () => {}
  const reports = reportsOf<string, void>(async (report) => {
    await wait()
    report('half')
    await new Promise<void>((resolve) => {
      finish = resolve
    })
  })
  expect(await reports.next()).toEqual({ done: false, value: 'half' })
  finish()
  expect(await reports.next()).toEqual({ done: true, value: undefined })
})

test('an error comes after the reports before it', async () => {
  const error = new Error('broken')
  const reports = reportsOf<number, string>(async (report) => {
    report(1)
    await wait()
    report(2)
    throw error
  })
  expect(await collect(reports)).toEqual({ given: [1, 2], thrown: error })
})

test('reports that nobody waits for are kept', async () => {
  const reports = reportsOf<number, string>(async (report) => {
    for (const number of [1, 2, 3]) {
      report(number)
      await wait()
    }
    return 'done'
  })
  expect(await reports.next()).toEqual({ done: false, value: 1 })
  for (let i = 0; i < 5; i++) await wait()
  expect(await collect(reports)).toEqual({ given: [2, 3], result: 'done' })
})
