import { expect, test } from 'vitest'
import { eventStream } from './event-stream.ts'

/** Every event, and the result or what was thrown. */
async function collect<Event, Result>(events: AsyncGenerator<Event, Result, void>) {
  const given: Event[] = []
  try {
    while (true) {
      const { done, value } = await events.next()
      if (done) return { given, result: value }
      given.push(value)
    }
  } catch (thrown) {
    return { given, thrown }
  }
}

const wait = () => new Promise<void>((resolve) => setTimeout(resolve))

test('events come in their order, whether several at once or one by one, and the result last', async () => {
  const events = eventStream<number, string>(async (onEvent) => {
    onEvent(1)
    onEvent(2)
    await wait()
    onEvent(3)
    await Promise.resolve()
    onEvent(4)
    onEvent(5)
    return 'done'
  })
  expect(await collect(events)).toEqual({ given: [1, 2, 3, 4, 5], result: 'done' })
})

test('work without events gives its result', async () => {
  expect(await collect(eventStream<number, string>(async () => 'done'))).toEqual({
    given: [],
    result: 'done',
  })
})

test('an event comes before the work has ended', async () => {
  let finish = () => {}
  const events = eventStream<string, void>(async (onEvent) => {
    await wait()
    onEvent('half')
    await new Promise<void>((resolve) => {
      finish = resolve
    })
  })
  expect(await events.next()).toEqual({ done: false, value: 'half' })
  finish()
  expect(await events.next()).toEqual({ done: true, value: undefined })
})

test('an error comes after the events before it', async () => {
  const error = new Error('broken')
  const events = eventStream<number, string>(async (onEvent) => {
    onEvent(1)
    await wait()
    onEvent(2)
    throw error
  })
  expect(await collect(events)).toEqual({ given: [1, 2], thrown: error })
})

test('events that nobody waits for are kept', async () => {
  const events = eventStream<number, string>(async (onEvent) => {
    for (const number of [1, 2, 3]) {
      onEvent(number)
      await wait()
    }
    return 'done'
  })
  expect(await events.next()).toEqual({ done: false, value: 1 })
  for (let i = 0; i < 5; i++) await wait()
  expect(await collect(events)).toEqual({ given: [2, 3], result: 'done' })
})

test('an error with nothing before it is thrown', async () => {
  const error = new Error('broken')
  const work = async (): Promise<string> => {
    throw error
  }
  expect(await collect(eventStream<number, string>(work))).toEqual({ given: [], thrown: error })
})

test('the work begins when its first event is asked for', async () => {
  let begun = 0
  const events = eventStream<number, string>(async (onEvent) => {
    begun++
    onEvent(1)
    return 'done'
  })
  await wait()
  expect(begun).toBe(0)
  await events.next()
  await events.next()
  expect(begun).toBe(1)
})

test('to stop asking leaves the work alone, also where it fails later', async () => {
  let fail = (_: Error) => {}
  const events = eventStream<number, void>(async (onEvent) => {
    onEvent(1)
    await new Promise<void>((_, reject) => {
      fail = reject
    })
  })
  for await (const event of events) {
    expect(event).toBe(1)
    break
  }
  // vitest fails on a rejection that nobody handles
  fail(new Error('late'))
  await wait()
  expect(await events.next()).toEqual({ done: true, value: undefined })
})
