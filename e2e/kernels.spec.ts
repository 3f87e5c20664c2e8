// Tuning, forced on the browser's software adapter, on a page of its own: the studio tunes no such adapter.

import { join } from 'node:path'
import { build } from 'vite'
import { ISOLATION_HEADERS } from '../scripts/headers.mjs'
import { createStaticServer, listen } from '../scripts/static-server.mjs'
import { simdModule } from '../scripts/vite-plugin-simd.mjs'
import type { KernelWindow } from './kernel-page/main.ts'
import { expect, test } from './studio.ts'

const ROOT = join(import.meta.dirname, '..')
const BUILT = join(ROOT, 'test-results', 'kernel-page')

const server = createStaticServer(BUILT, ISOLATION_HEADERS)
let address = ''

test.beforeAll(async () => {
  await build({
    configFile: false,
    root: ROOT,
    base: './',
    logLevel: 'error',
    publicDir: false,
    plugins: [simdModule()],
    build: {
      outDir: BUILT,
      emptyOutDir: true,
      target: 'es2023',
      chunkSizeWarningLimit: 10_000,
      rolldownOptions: { input: join(ROOT, 'e2e', 'kernel-page', 'index.html') },
    },
  })
  address = `http://127.0.0.1:${await listen(server, 0)}/e2e/kernel-page/index.html`
})

test.afterAll(() => {
  server.closeAllConnections()
  server.close()
})

const LAYERS = [
  // more steps than one dispatch has, and enough units to share them among workgroups
  { layer: { kind: 'gru', batch: 2, time: 131, channels: 3, units: 128 }, divisions: 8 },
  // tiles of four samples, of which one is there twice
  { layer: { kind: 'lstm', batch: 3, time: 11, channels: 3, units: 20 }, divisions: 6 },
] as const

for (const { layer, divisions } of LAYERS) {
  test(`${layer.kind}: every division of a sweep gives the fallback's bits`, async ({ page }) => {
    await page.goto(address)
    const tuned = await page.evaluate((layer) => (window as unknown as KernelWindow).tuneLayer(layer), layer)
    const { kind, units, batch } = layer
    const keys = [`${kind}Backward/${units}/${batch}`, `${kind}Forward/${units}/${batch}`]
    expect(Object.keys(tuned.variants).sort()).toEqual(keys)
    for (const names of Object.values(tuned.variants)) expect(names).toHaveLength(divisions)
    expect(tuned.unequal).toEqual([])
    expect(Object.keys(tuned.chosen).sort()).toEqual(keys)
    for (const key of keys) expect(tuned.variants[key]).toContain(tuned.chosen[key])

    // another visit begins with what was chosen
    await page.reload()
    const again = await page.evaluate((layer) => (window as unknown as KernelWindow).runLayer(layer), layer)
    expect(again).toEqual({ chosen: tuned.chosen, undecided: [] })
  })
}
