// `npm start`, second half: serves the built studio on this computer only, and opens it when a person started it.
// PORT and HOST choose the address; DIST another folder; NO_OPEN or CI keep the browser closed.

import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { createStaticServer, listen } from './static-server.mjs'

const host = process.env.HOST || '127.0.0.1'
const port = readPort(process.env.PORT || '4173')
const root = resolve(process.env.DIST || join(import.meta.dirname, '..', 'dist'))

if (!existsSync(join(root, 'index.html'))) {
  fail(
    `Nothing to serve: ${join(root, 'index.html')} does not exist. Run \`npm run build\` first, or \`npm start\`.`,
  )
}

let actualPort
try {
  actualPort = await listen(createStaticServer(root), port, host)
} catch (error) {
  fail(explain(error))
}

const address = `http://${host.includes(':') ? `[${host}]` : host}:${actualPort}/`
console.log(`\n  Redshift Studio is at ${address}\n  Your data stay on this computer. Press Ctrl+C to end.\n`)
if (process.stdout.isTTY && !process.env.CI && !process.env.NO_OPEN) openBrowser(address)

function readPort(text) {
  const number = Number(text)
  if (!Number.isInteger(number) || number < 0 || number > 65535) {
    fail(`PORT must be a whole number from 0 to 65535, got ${JSON.stringify(text)}.`)
  }
  return number
}

function explain(error) {
  switch (error.code) {
    case 'EADDRINUSE': {
      const other = port === 65535 ? 4173 : port + 1
      return `Port ${port} on ${host} is taken, perhaps by another Redshift Studio. Choose another one: PORT=${other} npm start`
    }
    case 'EACCES':
      return `Port ${port} needs more rights than you have. Choose one above 1023: PORT=4174 npm start`
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return `HOST=${host} is not an address of this computer. Leave it out to use 127.0.0.1.`
    default:
      return `Cannot serve on ${host}:${port}: ${error.message}`
  }
}

/** A desktop without a browser, or no desktop at all, is no error: the address has been printed. */
function openBrowser(url) {
  const [command, args] =
    process.platform === 'darwin'
      ? ['open', [url]]
      : process.platform === 'win32'
        ? ['cmd', ['/c', 'start', '', url]]
        : ['xdg-open', [url]]
  spawn(command, args, { stdio: 'ignore', detached: true })
    .on('error', () => {})
    .unref()
}

function fail(message) {
  console.error(message)
  process.exit(1)
}
