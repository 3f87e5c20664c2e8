// What can be dropped, before anything was.

import classes from './Invitation.module.css'

/** A short list of the shapes in which data may come. */
export function Invitation() {
  return (
    <div className={classes.invitation}>
      <p>Drop data anywhere on this page, choose them above, or load sample data to look around.</p>
      <ul className={classes.kinds}>
        <li>
          a folder of NPY files, at any depth:
          <pre className={classes.tree}>
            {'TARGET/balanced or unbalanced/\n  TRAIN  VALID  TEST/\n    X.npy  Y.npy  attributes.npy'}
          </pre>
        </li>
        <li>
          NPZ, Arrow (Feather), Parquet or FITS: a table for each split, or one with a column{' '}
          <code>split</code>
        </li>
        <li>
          all objects in one file, or the raw arrays <code>pdfs32.npy</code>, <code>attributes32.npy</code>{' '}
          and <code>zgrid32.npy</code>: they are split here
        </li>
      </ul>
      <p>
        X holds ln p(z), Y the class of each row; attributes may be missing. Files are read where they lie and
        never leave this computer.
      </p>
    </div>
  )
}
