import { expect, test } from 'vitest'
import { modelSummary } from './model-summary.ts'
import { describeModel } from './models.ts'

// Keras 2's own output, as reports of LAM-Redshift hold it. The lines of the header end in spaces.
const CNN3 = `Model: "sequential"
_________________________________________________________________
Layer (type)                 Output Shape              Param #   
=================================================================
conv1d (Conv1D)              (None, 17900, 32)         320       
_________________________________________________________________
max_pooling1d (MaxPooling1D) (None, 8950, 32)          0         
_________________________________________________________________
conv1d_1 (Conv1D)            (None, 8945, 64)          12352     
_________________________________________________________________
max_pooling1d_1 (MaxPooling1 (None, 4472, 64)          0         
_________________________________________________________________
conv1d_2 (Conv1D)            (None, 4470, 128)         24704     
_________________________________________________________________
max_pooling1d_2 (MaxPooling1 (None, 2235, 128)         0         
_________________________________________________________________
flatten (Flatten)            (None, 286080)            0         
_________________________________________________________________
dense (Dense)                (None, 64)                18309184  
_________________________________________________________________
dense_1 (Dense)              (None, 32)                2080      
_________________________________________________________________
dense_2 (Dense)              (None, 2)                 66        
=================================================================
Total params: 18,348,706
Trainable params: 18,348,706
Non-trainable params: 0
_________________________________________________________________`

const CNN_LSTM = `Model: "sequential"
_________________________________________________________________
Layer (type)                 Output Shape              Param #   
=================================================================
conv1d (Conv1D)              (None, 17908, 32)         352       
_________________________________________________________________
conv1d_1 (Conv1D)            (None, 17908, 32)         10272     
_________________________________________________________________
max_pooling1d (MaxPooling1D) (None, 8954, 32)          0         
_________________________________________________________________
conv1d_2 (Conv1D)            (None, 8954, 64)          12352     
_________________________________________________________________
conv1d_3 (Conv1D)            (None, 8954, 64)          24640     
_________________________________________________________________
max_pooling1d_1 (MaxPooling1 (None, 4477, 64)          0         
_________________________________________________________________
conv1d_4 (Conv1D)            (None, 4477, 128)         41088     
_________________________________________________________________
conv1d_5 (Conv1D)            (None, 4477, 128)         82048     
_________________________________________________________________
max_pooling1d_2 (MaxPooling1 (None, 2238, 128)         0         
_________________________________________________________________
conv1d_6 (Conv1D)            (None, 2238, 256)         98560     
_________________________________________________________________
conv1d_7 (Conv1D)            (None, 2238, 256)         196864    
_________________________________________________________________
max_pooling1d_3 (MaxPooling1 (None, 1119, 256)         0         
_________________________________________________________________
lstm (LSTM)                  (None, 1119, 256)         525312    
_________________________________________________________________
lstm_1 (LSTM)                (None, 1119, 128)         197120    
_________________________________________________________________
lstm_2 (LSTM)                (None, 1119, 64)          49408     
_________________________________________________________________
lstm_3 (LSTM)                (None, 32)                12416     
_________________________________________________________________
dense (Dense)                (None, 2)                 66        
=================================================================
Total params: 1,250,498
Trainable params: 1,250,498
Non-trainable params: 0
_________________________________________________________________`

test('CNN3 as Keras prints it', () => {
  expect(modelSummary(describeModel('CNN3', 17908, 2))).toBe(CNN3)
})

test('CNN-LSTM as Keras prints it', () => {
  expect(modelSummary(describeModel('CNN-LSTM', 17908, 2))).toBe(CNN_LSTM)
})

test('every line of a sequential model is 65 characters wide, of a functional one 98', () => {
  const widths = (text: string) =>
    new Set(
      text
        .split('\n')
        .slice(1, -4)
        .map((line) => line.length),
    )
  expect(widths(modelSummary(describeModel('CNN8', 17908, 5)))).toEqual(new Set([65]))
  expect(widths(modelSummary(describeModel('CNN-GRU', 17908, 3)))).toEqual(new Set([65]))
  expect(widths(modelSummary(describeModel('CNN-2inputs', 17908, 2)))).toEqual(new Set([98]))
})

test('two inputs have the functional layout with connections', () => {
  const lines = modelSummary(describeModel('CNN-2inputs', 17908, 2)).split('\n')
  const rows = lines.filter((line) => !/^[_=]+$/.test(line)).map((line) => line.trimEnd())
  expect(rows).toEqual([
    'Model: "model"',
    'Layer (type)                    Output Shape         Param #     Connected to',
    'input_1 (InputLayer)            [(None, 17908, 1)]   0',
    'conv1d (Conv1D)                 (None, 17900, 32)    320         input_1[0][0]',
    'max_pooling1d (MaxPooling1D)    (None, 8950, 32)     0           conv1d[0][0]',
    'conv1d_1 (Conv1D)               (None, 8945, 64)     12352       max_pooling1d[0][0]',
    'max_pooling1d_1 (MaxPooling1D)  (None, 4472, 64)     0           conv1d_1[0][0]',
    'conv1d_2 (Conv1D)               (None, 4470, 128)    24704       max_pooling1d_1[0][0]',
    'max_pooling1d_2 (MaxPooling1D)  (None, 2235, 128)    0           conv1d_2[0][0]',
    'flatten (Flatten)               (None, 286080)       0           max_pooling1d_2[0][0]',
    'dense (Dense)                   (None, 64)           18309184    flatten[0][0]',
    'input_2 (InputLayer)            [(None, 1)]          0',
    'concatenate (Concatenate)       (None, 65)           0           dense[0][0]',
    '                                                                 input_2[0][0]',
    'dense_1 (Dense)                 (None, 32)           2112        concatenate[0][0]',
    'dense_2 (Dense)                 (None, 2)            66          dense_1[0][0]',
    'Total params: 18,348,738',
    'Trainable params: 18,348,738',
    'Non-trainable params: 0',
  ])
})
