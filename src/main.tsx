// Composition root: worker -> client -> store -> page.

import { MantineProvider } from '@mantine/core'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { createChoiceStore } from './storage/comparison-choice.ts'
import { createReflagStore } from './storage/reflag-store.ts'
import { createRunDatabase } from './storage/run-database.ts'
import { bindActions } from './store/actions.ts'
import { describeDevice } from './store/device-actions.ts'
import { createStudio } from './store/studio.ts'
import { StudioProvider } from './ui/context.tsx'
import { createFigureRenderer } from './ui/figure/renderer.ts'
import { App } from './ui/shell/App.tsx'
import { theme } from './ui/theme.ts'
import { createRemoteEngine } from './worker/remote-engine.ts'
import { createRespawningClient } from './worker/spawn.ts'
import './main.css'

const client = createRespawningClient(
  () => new Worker(new URL('./worker/entry.ts', import.meta.url), { type: 'module' }),
)

/** A plain download: works in every browser and asks for no permission. */
function download(fileName: string, contents: Blob): void {
  const url = URL.createObjectURL(contents)
  const link = document.createElement('a')
  link.href = url
  link.download = fileName
  link.click()
  // the browser has taken the blob over by then; a large archive would otherwise stay in memory
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}

/** Random 128 bits. `crypto.randomUUID` is missing where the page comes over plain HTTP from another computer. */
function newId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('')
}

const library = createRunDatabase()
const studio = createStudio({
  engine: createRemoteEngine(client),
  download,
  library,
  choices: createChoiceStore(),
  figures: createFigureRenderer(),
  reflags: createReflagStore(),
  newId,
  persist: async () => (await navigator.storage?.persist?.()) ?? false,
  now: () => Date.now(),
})
const actions = bindActions(studio)
void describeDevice(studio)
// copies of earlier visits can be removed before any data are loaded
void actions.refreshCopies()
void actions.loadRuns()
library.onChange((ids) => void actions.refreshRuns(ids))
// a page that was left and is shown again has heard nothing meanwhile
window.addEventListener('pageshow', ({ persisted }) => {
  if (persisted) void actions.loadRuns()
})

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <MantineProvider theme={theme} defaultColorScheme="auto">
      <StudioProvider store={studio.store} actions={actions}>
        <App />
      </StudioProvider>
    </MantineProvider>
  </StrictMode>,
)
