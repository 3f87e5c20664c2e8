// Keeps the main thread free: recharts takes 10 to 40 ms per chart, so charts that follow the same event take turns.

import { useEffect, useState } from 'react'

/**
 * `value`, shown `delay` milliseconds after it changed, in a task of its own. No value is skipped for a newer one, so
 * that frequent changes cannot hold it back; `value` must change by identity only when something did.
 */
export function useOwnTask<Value>(value: Value, delay: number): Value {
  const [shown, setShown] = useState(value)
  useEffect(() => {
    setTimeout(() => setShown(value), delay)
  }, [value, delay])
  return shown
}
