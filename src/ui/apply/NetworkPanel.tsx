// The network in use: what it is, another from a file, and a file of it.

import { isBusyTraining } from '../../store/state.ts'
import { useActions, useStudio } from '../context.tsx'
import { Empty } from '../shell/Empty.tsx'
import { FileButton } from '../shell/FileButton.tsx'
import { Notice } from '../shell/Notice.tsx'
import { Panel } from '../shell/Panel.tsx'
import classes from './Apply.module.css'
import { loadHoldText } from './hold-text.ts'
import { NetworkCard } from './NetworkCard.tsx'
import { SaveNetwork } from './SaveNetwork.tsx'

/** What the file input takes, and what is taken for a network where files are dropped. */
const NETWORK_FILES = '.keras,.h5,.hdf5'

const TRAINING_TEXT = 'A run is under way: its network is in use once it has ended.'

/** The region "Network". */
export function NetworkPanel() {
  const card = useStudio(({ network }) => network.card)
  const training = useStudio(isBusyTraining)
  const isHeld = useStudio((state) => loadHoldText(state) !== null)
  return (
    <Panel
      name="Network"
      caption="The one in use. A new run, another file or a reload takes its place: save it to keep it."
    >
      <div className={classes.parts}>
        <LoadNetwork />
        {card === null ? (
          <Empty sketch="table">{training ? TRAINING_TEXT : 'Train a network, or load one.'}</Empty>
        ) : (
          <div key={card.created} className={classes.parts}>
            <NetworkCard card={card} held={isHeld} />
            <SaveNetwork card={card} />
          </div>
        )}
      </div>
    </Panel>
  )
}

function LoadNetwork() {
  const hold = useStudio(loadHoldText)
  const loading = useStudio(({ network }) => network.loading)
  const hasNetwork = useStudio(({ network }) => network.card !== null)
  const error = useStudio(({ network }) => network.error)
  const { loadModel } = useActions()
  return (
    <div className={classes.load}>
      <div className={classes.choices}>
        <FileButton
          name="Network file"
          accept={NETWORK_FILES}
          disabled={hold !== null}
          onFiles={(files) => loadModel(files[0]!)}
        />
        <p aria-live="polite" className={classes.note}>
          {loading ? 'Taking a network into use.' : (hold ?? loadText(hasNetwork))}
        </p>
      </div>
      {error !== null && (
        <Notice severity="block" title={error.message} alert>
          {error.hint !== '' && <p>{error.hint}</p>}
        </Notice>
      )}
    </div>
  )
}

/** What a file may be, and what becomes of the network before it. */
function loadText(hasNetwork: boolean): string {
  const what = 'A network that was saved here, or one of the five architectures from Keras (.keras, .h5).'
  return hasNetwork ? `${what} It takes the place of the one in use.` : what
}
