// Errors against Keras, network by network. A network that has not been computed yet keeps its row, so that nothing moves
// while the check goes on.

import { MODEL_IDS, type ModelId } from '../../core/models.ts'
import classes from './CheckTable.module.css'
import {
  CHECK_COLUMNS,
  formatError,
  formatLimit,
  isModelFit,
  largest,
  type ModelCheck,
  type QuantityCheck,
} from './check-text.ts'

interface CheckTableProps {
  readonly models: readonly ModelCheck[]
  /** what to say of networks that are not among them */
  readonly missing: string
}

/** One row per network: the largest error of each quantity next to what is allowed. */
export function CheckTable({ models, missing }: CheckTableProps) {
  return (
    <table className={classes.table}>
      <thead>
        <tr>
          <th scope="col">Model</th>
          {CHECK_COLUMNS.map(({ title }) => (
            <th key={title} scope="col">
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {MODEL_IDS.map((id) => (
          <ModelRow key={id} id={id} check={models.find(({ model }) => model === id)} missing={missing} />
        ))}
      </tbody>
    </table>
  )
}

interface ModelRowProps {
  readonly id: ModelId
  readonly check: ModelCheck | undefined
  readonly missing: string
}

function ModelRow({ id, check, missing }: ModelRowProps) {
  const fit = check !== undefined && isModelFit(check)
  return (
    <tr data-fit={check === undefined ? undefined : fit}>
      <th scope="row">
        {id}{' '}
        <span className={classes.verdict}>{check === undefined ? missing : fit ? 'fit' : 'not fit'}</span>
      </th>
      {check === undefined ? (
        <td colSpan={CHECK_COLUMNS.length} />
      ) : check.problem !== null ? (
        <td colSpan={CHECK_COLUMNS.length} className={classes.problem}>
          {check.problem}
        </td>
      ) : (
        CHECK_COLUMNS.map(({ title, quantities }) => (
          <ErrorCell
            key={title}
            check={largest(check.quantities.filter(({ quantity }) => quantities.includes(quantity)))}
          />
        ))
      )}
    </tr>
  )
}

function ErrorCell({ check }: { readonly check: QuantityCheck | null }) {
  if (check === null) return <td>not compared</td>
  const { error, limit, ok, tensor } = check
  return (
    <td data-ok={ok} title={tensor === '' ? undefined : tensor}>
      {formatError(error)}{' '}
      <span className={classes.limit}>{`${ok ? 'of' : 'over'} ${formatLimit(limit)}`}</span>
    </td>
  )
}
