// Name, purpose, the device that will compute, and the colour scheme.

import { SegmentedControl, useMantineColorScheme } from '@mantine/core'
import type { StudioState } from '../../store/state.ts'
import { useStudio } from '../context.tsx'
import classes from './Header.module.css'

const SCHEMES = [
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
  { value: 'auto', label: 'Auto' },
] as const

/** The page's header. */
export function Header() {
  const device = useStudio((state) => state.device)
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  return (
    <header className={classes.header}>
      <div className={classes.identity}>
        <h1 className={classes.name}>Redshift Studio</h1>
        <p className={classes.tagline}>
          Trains networks that judge whether a redshift can be trusted. Nothing leaves this computer.
        </p>
      </div>
      <p className={classes.device} title={device?.reason}>
        {deviceText(device)}
      </p>
      <SegmentedControl
        aria-label="Colour scheme"
        size="xs"
        data={[...SCHEMES]}
        value={colorScheme}
        onChange={(value) => setColorScheme(value as typeof colorScheme)}
      />
    </header>
  )
}

/** What will compute, in a few words: `WebGPU: <adapter>` or `CPU (wasm, 4 threads)`. */
export function deviceText(device: StudioState['device']): string {
  if (device === null) return 'Looking at this device'
  if (device.preferred === 'webgpu') return `WebGPU: ${device.webgpu.adapter}`
  const { threads } = device.wasm
  return `CPU (wasm, ${threads} ${threads === 1 ? 'thread' : 'threads'})`
}
