import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { META_CONTENT_SECURITY_POLICY } from './headers.mjs'
import { createStaticServer, listen } from './static-server.mjs'

const POLICY =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; " +
  "img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; worker-src 'self' blob:; " +
  "manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

const folder = mkdtempSync(join(tmpdir(), 'redshift-serve-'))
const root = join(folder, 'dist')
const servers = []
let port

beforeAll(async () => {
  mkdirSync(join(root, 'assets'), { recursive: true })
  writeFileSync(join(root, 'index.html'), '<!doctype html><title>studio</title>')
  writeFileSync(join(root, 'favicon.svg'), '<svg/>')
  writeFileSync(join(root, 'assets', 'index-Ab12_-xY.js'), 'export {}')
  writeFileSync(join(root, 'assets', 'engine-Ab12_-xY.wasm'), new Uint8Array([0, 97, 115, 109]))
  writeFileSync(join(root, 'X.npy'), 'NUMPY')
  writeFileSync(join(folder, 'secret.txt'), 'secret')
  symlinkSync(join(folder, 'secret.txt'), join(root, 'link.txt'))
  port = await start()
})

afterAll(() => {
  for (const server of servers) server.close()
  rmSync(folder, { recursive: true, force: true })
})

async function start(...options) {
  const server = createStaticServer(root, ...options)
  servers.push(server)
  return listen(server, 0)
}

/** Sends the path as it is: `fetch` would resolve `..` before it leaves. */
function get(path, { method = 'GET', headers = {}, to = port } = {}) {
  return new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port: to, path, method, headers, agent: false }, (response) => {
      let body = ''
      response.setEncoding('utf8')
      response.on('data', (text) => {
        body += text
      })
      response.on('end', () => resolve({ status: response.statusCode, headers: response.headers, body }))
    })
      .on('error', reject)
      .end()
  })
}

function runServe(env) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [join(import.meta.dirname, 'serve.mjs')], {
      env: { ...process.env, DIST: root, NO_OPEN: '1', ...env },
    })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (text) => {
        output += text
        if (output.includes('Ctrl+C')) child.kill()
      })
    }
    child.on('close', (code) => resolve({ code, output }))
  })
}

describe('headers', () => {
  test('every response carries the security headers, errors too', async () => {
    for (const path of ['/', '/favicon.svg', '/absent']) {
      const { headers } = await get(path)
      expect(headers['content-security-policy']).toBe(POLICY)
      expect(headers['cross-origin-opener-policy']).toBe('same-origin')
      expect(headers['cross-origin-embedder-policy']).toBe('require-corp')
      expect(headers['cross-origin-resource-policy']).toBe('same-origin')
      expect(headers['x-content-type-options']).toBe('nosniff')
      expect(headers['referrer-policy']).toBe('no-referrer')
    }
  })

  test('the policy of the page is that of the header without frame-ancestors', () => {
    expect(META_CONTENT_SECURITY_POLICY).toBe(POLICY.replace("; frame-ancestors 'none'", ''))
  })

  test('a plain server adds none', async () => {
    const { headers } = await get('/', { to: await start({}) })
    expect(headers['content-security-policy']).toBeUndefined()
    expect(headers['cross-origin-embedder-policy']).toBeUndefined()
  })

  test.each([
    ['/', 'text/html; charset=utf-8', 'no-cache'],
    ['/favicon.svg', 'image/svg+xml', 'no-cache'],
    ['/X.npy', 'application/octet-stream', 'no-cache'],
    ['/assets/index-Ab12_-xY.js', 'text/javascript; charset=utf-8', 'public, max-age=31536000, immutable'],
    ['/assets/engine-Ab12_-xY.wasm', 'application/wasm', 'public, max-age=31536000, immutable'],
  ])('%s is %s, cached as %s', async (path, type, cache) => {
    const { status, headers } = await get(path)
    expect([status, headers['content-type'], headers['cache-control']]).toEqual([200, type, cache])
  })
})

describe('requests', () => {
  test('HEAD gives the size and no body', async () => {
    const { status, headers, body } = await get('/X.npy', { method: 'HEAD' })
    expect([status, headers['content-length'], body]).toEqual([200, '5', ''])
  })

  test('a known ETag gives 304', async () => {
    const { headers } = await get('/X.npy')
    const again = await get('/X.npy', { headers: { 'If-None-Match': headers.etag } })
    expect([again.status, again.body]).toEqual([304, ''])
  })

  test('a query is ignored', async () => {
    expect((await get('/X.npy?v=1')).body).toBe('NUMPY')
  })

  test('other methods give 405', async () => {
    const { status, headers } = await get('/', { method: 'POST' })
    expect([status, headers.allow]).toEqual([405, 'GET, HEAD'])
  })

  test.each([
    '/absent',
    '/assets',
    '/assets/',
    '/../secret.txt',
    '/%2e%2e/secret.txt',
    '/..%2fsecret.txt',
    '/assets/../../secret.txt',
    '/..%5csecret.txt',
    '//etc/passwd',
    '/link.txt',
    '/%00',
    '/%zz',
  ])('%s gives 404', async (path) => {
    const { status, body } = await get(path)
    expect([status, body]).toEqual([404, 'Not found\n'])
  })

  test('a prefix is the only place of the folder', async () => {
    const to = await start({}, '/redshift-studio/')
    expect((await get('/redshift-studio/', { to })).status).toBe(200)
    expect((await get('/redshift-studio/X.npy', { to })).body).toBe('NUMPY')
    expect((await get('/X.npy', { to })).status).toBe(404)
  })

  test('a client that breaks off does not end the server', async () => {
    await new Promise((resolve, reject) => {
      const socket = connect(port, '127.0.0.1', () => {
        socket.write('GET /X.npy HTTP/1.1\r\nHost: x\r\n\r\n')
        socket.destroy()
      })
      socket.on('close', resolve).on('error', reject)
    })
    expect((await get('/')).status).toBe(200)
  })
})

describe('npm start', () => {
  test('prints the address', async () => {
    const { output } = await runServe({ PORT: '0' })
    expect(output).toMatch(/Redshift Studio is at http:\/\/127\.0\.0\.1:\d+\/\n/)
  })

  test('a taken port says so and how to choose another', async () => {
    expect(await runServe({ PORT: String(port) })).toEqual({
      code: 1,
      output: `Port ${port} on 127.0.0.1 is taken, perhaps by another Redshift Studio. Choose another one: PORT=${port + 1} npm start\n`,
    })
  })

  test('a missing build says what to run', async () => {
    const absent = join(folder, 'absent')
    expect(await runServe({ PORT: '0', DIST: absent })).toEqual({
      code: 1,
      output: `Nothing to serve: ${join(absent, 'index.html')} does not exist. Run \`npm run build\` first, or \`npm start\`.\n`,
    })
  })

  test('a PORT that is none is refused', async () => {
    expect(await runServe({ PORT: '80a' })).toEqual({
      code: 1,
      output: 'PORT must be a whole number from 0 to 65535, got "80a".\n',
    })
  })
})
