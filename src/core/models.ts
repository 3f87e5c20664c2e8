// The five networks of LAM-Redshift as data: layers, shapes, parameter counts. Nothing here computes.

/** Name of a network, as `main.py`'s MODEL argument and the reports have it. */
export type ModelId = 'CNN3' | 'CNN8' | 'CNN-GRU' | 'CNN-LSTM' | 'CNN-2inputs'

/** One layer, in Keras' terms. Convolutions have stride 1 and relu. */
export type LayerSpec =
  | {
      readonly kind: 'conv1d'
      readonly filters: number
      readonly kernelSize: number
      readonly padding: 'valid' | 'same'
    }
  | { readonly kind: 'maxPool' }
  | { readonly kind: 'flatten' }
  | { readonly kind: 'dense'; readonly units: number; readonly activation: 'relu' | 'linear' | 'softmax' }
  | { readonly kind: 'gru' | 'lstm'; readonly units: number; readonly returnSequences: boolean }
  | { readonly kind: 'dropout'; readonly rate: number }
  /** the estimated redshift becomes one more feature */
  | { readonly kind: 'concatenateRedshift' }
