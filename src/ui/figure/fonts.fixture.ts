// The fonts of figures for tests, read from the package: there is no server to fetch them from.

import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { type FigureFonts, makeFigureFonts } from './figure-fonts.ts'

const require = createRequire(import.meta.url)

/** The file of a URL that ends with the font's name. */
export async function readFontFile(url: string): Promise<Uint8Array<ArrayBuffer>> {
  const name = url.includes('Bold') ? 'DejaVuSans-Bold' : 'DejaVuSans'
  return new Uint8Array(readFileSync(require.resolve(`dejavu-fonts-ttf/ttf/${name}.ttf`)))
}

/** Both fonts. */
export async function testFonts(): Promise<FigureFonts> {
  return makeFigureFonts(await readFontFile('DejaVuSans.ttf'), await readFontFile('DejaVuSans-Bold.ttf'))
}
