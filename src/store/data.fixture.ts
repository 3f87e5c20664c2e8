// What the tests of choosing and reading data share.

import { FILES, found, plan, report } from './test-data.ts'
import { readThrough, type TestStudio, testStudio } from './test-engine.ts'

/** A studio with `report(name)` in use, loaded from files. */
export async function withData(name = 'DeltaZ balanced'): Promise<TestStudio> {
  const page = testStudio()
  void page.actions.chooseFiles(FILES)
  await page.calls.discover[0]!.resolve(found(name))
  await readThrough(page.calls, report(name))
  await page.calls.plan[0]!.resolve(plan(2))
  return page
}
