// Keeps the main thread free: recharts takes 10 to 40 ms per chart, so charts that follow the same event take turns, and those
// that nobody sees wait.

import { useEffect, useRef, useState } from 'react'
import { useStudio } from '../context.tsx'

/**
 * `value`, shown `delay` milliseconds after it changed, in a task of its own. No value is skipped for a newer one, so
 * that frequent changes cannot hold it back; `value` must change by identity only when something did. While another view is
 * shown nothing changes; the latest value follows when the results come back.
 */
export function useOwnTask<Value>(value: Value, delay: number): Value {
  const [shown, setShown] = useState(value)
  const isInView = useStudio(({ view }) => view === 'training')
  const waiting = useRef(new Set<ReturnType<typeof setTimeout>>())
  useEffect(() => {
    if (!isInView) return
    const timer = setTimeout(() => {
      waiting.current.delete(timer)
      setShown(value)
    }, delay)
    waiting.current.add(timer)
  }, [value, delay, isInView])
  // only the end of the component ends what waits: React must not be called once the page is gone
  useEffect(() => {
    const timers = waiting.current
    return () => {
      for (const timer of timers) clearTimeout(timer)
    }
  }, [])
  return shown
}
