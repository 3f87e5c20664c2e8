import { expect, test } from 'vitest'
import { curvesCsv } from './curves-csv.ts'

test('one line per epoch, with empty cells for what is missing or not finite', () => {
  const history = {
    acc: [0.8, 0.9],
    loss: [0.5],
    valAcc: [],
    valLoss: [0.45, Number.NaN],
    lr: [1e-4, 9.048e-5],
  }
  expect(curvesCsv(history)).toBe(
    'epoch,acc,val_acc,loss,val_loss,lr\r\n1,0.8,,0.5,0.45,0.0001\r\n2,0.9,,,,0.00009048\r\n',
  )
})

test('a report without curves has the header alone', () => {
  expect(curvesCsv({ acc: [], loss: [], valAcc: [], valLoss: [], lr: [] })).toBe(
    'epoch,acc,val_acc,loss,val_loss,lr\r\n',
  )
})
