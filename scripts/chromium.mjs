// Finds a Chromium for the journeys and the screenshots, or installs one, and says in one line what it did.

import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

const COMMANDS = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'msedge']

/** Where browsers lie that are not on the PATH. */
function usualPlaces() {
  if (process.platform === 'darwin') {
    const apps = ['Google Chrome', 'Chromium', 'Microsoft Edge']
    return ['/Applications', join(process.env.HOME ?? '', 'Applications')].flatMap((folder) =>
      apps.map((app) => join(folder, `${app}.app`, 'Contents', 'MacOS', app)),
    )
  }
  if (process.platform === 'win32') {
    const folders = [
      process.env.PROGRAMFILES,
      process.env['PROGRAMFILES(X86)'],
      process.env.LOCALAPPDATA,
    ].filter(Boolean)
    const apps = [
      'Google\\Chrome\\Application\\chrome.exe',
      'Chromium\\Application\\chrome.exe',
      'Microsoft\\Edge\\Application\\msedge.exe',
    ]
    return folders.flatMap((folder) => apps.map((app) => join(folder, app)))
  }
  return []
}

function onPath() {
  const suffix = process.platform === 'win32' ? '.exe' : ''
  const folders = (process.env.PATH ?? '').split(delimiter).filter(Boolean)
  return COMMANDS.flatMap((command) => folders.map((folder) => join(folder, command + suffix)))
}

/**
 * Whether a browser starts. A file is not enough: Ubuntu's `chromium-browser` is a script that asks for snap.
 * On Windows `--version` opens a window, so there a file must do.
 */
function works(path) {
  if (!existsSync(path)) return false
  if (process.platform === 'win32') return true
  try {
    execFileSync(path, ['--version'], { stdio: 'ignore', timeout: 30_000 })
    return true
  } catch {
    return false
  }
}

function install(command, args) {
  try {
    execFileSync(command, args, { stdio: 'inherit', shell: process.platform === 'win32' })
    return true
  } catch {
    return false
  }
}

function canUseApt() {
  return process.platform === 'linux' && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')
}

async function playwrightsOwn() {
  const { chromium } = await import('@playwright/test')
  return chromium.executablePath()
}

/**
 * Path of a Chromium, Chrome or Edge that starts: CHROMIUM_PATH, one on the PATH, one in the usual places, Playwright's
 * own, else a new one: Debian's package as root, or Playwright's download.
 * @param {(line: string) => void} [say] told in one line what was found or installed
 * @returns {Promise<string>}
 * @throws Error with the remedy if CHROMIUM_PATH names no browser, or none was found and none could be installed
 */
export async function findChromium(say = console.log) {
  const given = process.env.CHROMIUM_PATH
  if (given) {
    if (!works(given)) {
      throw new Error(
        `CHROMIUM_PATH is ${given}, which does not start. Correct it, or unset it to search for a browser.`,
      )
    }
    say(`Chromium: ${given} (from CHROMIUM_PATH)`)
    return given
  }

  const found = [...onPath(), ...usualPlaces()].find(works)
  if (found) {
    say(`Chromium: ${found} (found)`)
    return found
  }
  const downloaded = await playwrightsOwn()
  if (works(downloaded)) {
    say(`Chromium: ${downloaded} (Playwright's own)`)
    return downloaded
  }

  if (canUseApt()) {
    say('Chromium: none found, installing the package with apt-get')
    if (install('apt-get', ['update']) && install('apt-get', ['install', '-y', 'chromium'])) {
      const packaged = onPath().find(works)
      if (packaged) {
        say(`Chromium: ${packaged} (installed with apt-get)`)
        return packaged
      }
    }
  }
  say("Chromium: none found, downloading Playwright's own")
  const withLibraries = canUseApt() ? ['--with-deps'] : []
  if (install('npx', ['playwright', 'install', ...withLibraries, 'chromium']) && works(downloaded)) {
    say(`Chromium: ${downloaded} (downloaded by Playwright)`)
    return downloaded
  }
  throw new Error(
    'No Chromium was found and none could be installed. Install Chrome, Chromium or Edge, or name one: CHROMIUM_PATH=/path/to/chrome npm test',
  )
}

/** Flags for a test browser: WebGPU also without a GPU, and no traffic of the browser's own. */
export const CHROMIUM_FLAGS = [
  '--no-sandbox',
  '--enable-unsafe-webgpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]
