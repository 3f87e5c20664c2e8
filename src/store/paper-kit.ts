// Puts a paper kit together: texts from the core, figures from the renderer, the report for LAM-Redshift from the engine.

import { describeError } from '../core/errors.ts'
import { KIT_NPY, kitManifest, kitSize, planPaperKit } from '../core/export/paper-kit.ts'
import type { RunRecord } from '../core/run-record.ts'
import type { RunView } from '../core/run-view.ts'
import { sha256 } from '../core/sha256.ts'
import { SOFTWARE_VERSIONS } from '../core/software-versions.ts'
import { STUDIO_VERSION } from '../core/version.ts'
import type { ArchiveEntry, Engine } from '../engine/types.ts'
import type { Studio } from './studio.ts'

/** The archive: the files of the plan in its order, then the manifest that names them with their hashes. */
export async function makePaperKit(
  { engine, figures, now, store }: Studio,
  record: RunRecord,
  view: RunView,
): Promise<Blob> {
  const npy = await encodeIfWhole(engine, record)
  const context = {
    created: new Date(now()).toISOString(),
    studio: STUDIO_VERSION,
    software: SOFTWARE_VERSIONS,
    browser: globalThis.navigator?.userAgent ?? null,
    size: kitSize(store.getState().exports.figure.size),
    hasNpy: npy !== null,
  }
  const plan = planPaperKit(record, view, context)
  const entries: ArchiveEntry[] = plan.texts.map(({ path, text }) => ({ path, contents: new Blob([text]) }))
  // one after the other: each takes the main thread for a while
  for (const { path, format, options } of plan.figures) {
    entries.push({ path, contents: await figures.render({ view, ...options }, format) })
  }
  if (npy !== null) entries.push({ path: KIT_NPY, contents: npy })
  const files = []
  for (const { path, contents } of entries) {
    const bytes = new Uint8Array(await contents.arrayBuffer())
    files.push({ path, bytes: bytes.length, sha256: sha256(bytes) })
  }
  const manifest = kitManifest(record, context, files)
  return engine.makeArchive([...entries, { path: manifest.path, contents: new Blob([manifest.text]) }])
}

/** The report for LAM-Redshift; `null` for one that lacks what `fig.py` draws. */
async function encodeIfWhole(engine: Engine, { report }: RunRecord): Promise<Blob | null> {
  try {
    return new Blob([await engine.encodeReport(report)])
  } catch (thrown) {
    if (describeError(thrown).code !== 'bad-input') throw thrown
    return null
  }
}
