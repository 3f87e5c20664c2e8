// The calls of an engine about reports and exported files. They need neither a device nor a data set.

import { describeError } from '../core/errors.ts'
import type { PartialReport } from '../core/report.ts'
import { blobSources, type Source } from '../data/chosen-files.ts'
import { encodeReport } from '../data/encode-report.ts'
import { archiveFiles } from '../data/files-archive.ts'
import { readReports } from '../data/read-reports.ts'
import type { ArchiveEntry, ChosenFile, ReportReading } from './types.ts'

/** Reads files of reports one after the other; one that is none is answered with the reason. */
export async function readReportFiles(files: readonly ChosenFile[]): Promise<readonly ReportReading[]> {
  const readings: ReportReading[] = []
  for (const source of blobSources(files)) readings.push(await readOne(source))
  return readings
}

/**
 * A report as the `.npy` that LAM-Redshift's `fig.py` reads.
 * @throws StudioError `bad-input` where it lacks what fig.py draws
 */
export async function encodeReportFile(report: PartialReport): Promise<Uint8Array<ArrayBuffer>> {
  return encodeReport(report)
}

/** Puts files into one ZIP archive. */
export function makeArchive(files: readonly ArchiveEntry[]): Promise<Blob> {
  return archiveFiles(files)
}

async function readOne(source: Source): Promise<ReportReading> {
  try {
    return { file: source.name, runs: await readReports(source) }
  } catch (thrown) {
    return { file: source.name, error: describeError(thrown) }
  }
}
