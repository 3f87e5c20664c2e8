// Serves a folder of built files, as `npm start`, the journeys and the screenshots need it. Read-only, GET and HEAD.

import { createReadStream } from 'node:fs'
import { realpath, stat } from 'node:fs/promises'
import { createServer } from 'node:http'
import { extname, resolve, sep } from 'node:path'
import { SECURITY_HEADERS } from './headers.mjs'

const MIME_TYPES = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.npy': 'application/octet-stream',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.ttf': 'font/ttf',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
  '.woff2': 'font/woff2',
  '.zip': 'application/zip',
}

/** Vite's file names with a hash of the content: what they hold never changes. */
const HASHED_ASSET = /[\\/]assets[\\/][^\\/]+-[\w-]{8}\.\w+$/

/**
 * An HTTP server, not yet listening.
 * @param {string} root folder that holds index.html
 * @param {Record<string, string>} [headers] added to every response; `{}` imitates a plain static server
 * @param {string} [prefix] path under which the folder appears, with a slash at both ends, as on GitHub Pages
 */
export function createStaticServer(root, headers = SECURITY_HEADERS, prefix = '/') {
  return createServer((request, response) => {
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value)
    respond(root, prefix, request, response).catch((error) => {
      console.error(error)
      sendText(response, 500, 'Internal error')
    })
  })
}

/** Listens and resolves with the port: 0 takes a free one. Rejects with Node's error, `EADDRINUSE` for a taken port. */
export function listen(server, port, host = '127.0.0.1') {
  return new Promise((resolveWithPort, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => resolveWithPort(server.address().port))
  })
}

async function respond(root, prefix, request, response) {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.setHeader('Allow', 'GET, HEAD')
    return sendText(response, 405, 'Method not allowed')
  }
  const path = await locate(root, prefix, request.url)
  if (path === null) return sendText(response, 404, 'Not found')

  const { size, mtimeMs } = await stat(path)
  const etag = `"${size.toString(36)}-${Math.round(mtimeMs).toString(36)}"`
  response.setHeader('ETag', etag)
  response.setHeader(
    'Cache-Control',
    HASHED_ASSET.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache',
  )
  if (request.headers['if-none-match'] === etag) {
    response.writeHead(304).end()
    return
  }
  response.writeHead(200, {
    'Content-Type': MIME_TYPES[extname(path).toLowerCase()] ?? 'application/octet-stream',
    'Content-Length': size,
  })
  if (request.method === 'HEAD') {
    response.end()
    return
  }
  // a file that vanishes, or a visitor who leaves, ends this response only
  createReadStream(path)
    .on('error', () => response.destroy())
    .pipe(response)
}

/** Path of the file that a URL names, or `null`: no such file, or one outside the root, also through a link. */
async function locate(root, prefix, url) {
  let path
  try {
    path = decodeURIComponent(url.replace(/[?#].*$/s, ''))
  } catch {
    return null
  }
  if (!path.startsWith(prefix) || path.includes('\0') || path.includes('\\')) return null
  const name = path.slice(prefix.length)
  const wanted = resolve(root, `./${name === '' || name.endsWith('/') ? `${name}index.html` : name}`)
  try {
    const [realRoot, real] = await Promise.all([realpath(root), realpath(wanted)])
    if (!real.startsWith(realRoot + sep)) return null
    return (await stat(real)).isFile() ? real : null
  } catch {
    return null
  }
}

function sendText(response, status, text) {
  if (response.headersSent) {
    response.destroy()
    return
  }
  response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8' }).end(`${text}\n`)
}
