// Keeps the main thread free: recharts takes 10 to 40 ms per chart, so charts that follow the same event take turns.

import { useEffect, useRef, useState } from 'react'

/**
 * `value`, shown `delay` milliseconds after it changed, in a task of its own. No value is skipped for a newer one, so
 * that frequent changes cannot hold it back; `value` must change by identity only when something did.
 */
export function useOwnTask<Value>(value: Value, delay: number): Value {
  const [shown, setShown] = useState(value)
  const waiting = useRef(new Set<ReturnType<typeof setTimeout>>())
  useEffect(() => {
    const timer = setTimeout(() => {
      waiting.current.delete(timer)
      setShown(value)
    }, delay)
    waiting.current.add(timer)
  }, [value, delay])
  // only the end of the component ends what waits: React must not be called once the page is gone
  useEffect(() => {
    const timers = waiting.current
    return () => {
      for (const timer of timers) clearTimeout(timer)
    }
  }, [])
  return shown
}
