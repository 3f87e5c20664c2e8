// Mantine's theme: system fonts, one blue, and neutral greys that agree with the tokens in main.css.

import { createTheme, type MantineColorsTuple } from '@mantine/core'

const blue: MantineColorsTuple = [
  '#eaf1f7',
  '#d3e1ee',
  '#b0cae0',
  '#8bb8de',
  '#6a9fcc',
  '#4a84b4',
  '#376f9f',
  '#2a5d8a',
  '#214c72',
  '#183a58',
]

const dark: MantineColorsTuple = [
  '#e3e7ea',
  '#c3cad0',
  '#a4adb5',
  '#717b84',
  '#3a424a',
  '#2d343a',
  '#1c2125',
  '#171b1e',
  '#101315',
  '#0b0d0f',
]

/** The theme of the whole page. */
export const theme = createTheme({
  fontFamily:
    'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", Arial, sans-serif',
  fontFamilyMonospace: 'ui-monospace, "SF Mono", "Cascadia Mono", "DejaVu Sans Mono", Menlo, monospace',
  fontSizes: { xs: '12px', sm: '13px', md: '14px', lg: '16px', xl: '18px' },
  colors: { blue, dark },
  primaryColor: 'blue',
  primaryShade: { light: 7, dark: 7 },
  defaultRadius: 3,
  cursorType: 'pointer',
  respectReducedMotion: true,
})
