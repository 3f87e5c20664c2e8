// The files of a data set with their shapes, types and sizes; closed until asked for.

import type { DatasetReport, FileReport } from '../../core/dataset-report.ts'
import { formatBytes, formatInteger } from '../../core/format.ts'
import { SPLIT_NAMES } from '../../core/split-names.ts'
import classes from './FileList.module.css'

function nameOf({ path, column }: FileReport): string {
  return column === undefined ? path : `${path}, column ${column}`
}

/** A disclosure with one row per file; nothing where the data came from no file. */
export function FileList({ report }: { readonly report: DatasetReport }) {
  // splits that are made of one table have its columns in common
  const files = [
    ...new Map(
      SPLIT_NAMES.flatMap((split) => report.splits[split].files).map((file) => [nameOf(file), file]),
    ).values(),
  ]
  const paths = new Set(files.map(({ path }) => path))
  if (report.layout === 'sample') return null
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0)
  return (
    <details className={classes.details}>
      <summary className={classes.summary}>
        {formatInteger(paths.size)} {paths.size === 1 ? 'file' : 'files'}, {formatBytes(bytes)}
      </summary>
      <div className={classes.scroll}>
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">File</th>
              <th scope="col">Rows × width</th>
              <th scope="col">Type</th>
              <th scope="col">Size</th>
            </tr>
          </thead>
          <tbody>
            {files.map((file) => (
              <tr key={nameOf(file)}>
                <th scope="row">{nameOf(file)}</th>
                <td>
                  {formatInteger(file.rows)} × {formatInteger(file.width)}
                </td>
                <td>
                  <code>{file.type}</code>
                </td>
                <td>{formatBytes(file.bytes)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  )
}
