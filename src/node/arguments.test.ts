import { describe, expect, test } from 'vitest'
import { REFERENCE_SETTINGS } from '../core/settings.ts'
import { helpText, parseArguments } from './arguments.ts'
import { TRAIN, trainOptions } from './train-options.ts'

function parse(line: string) {
  return trainOptions(parseArguments(TRAIN, line.split(' ')))
}

describe('the arguments of train', () => {
  test('all of them', () => {
    const line =
      '--data d --target Success3 --unbalanced --model CNN8 --epochs 7 --batch 32 --seed 5 --schedule delayed --input PDF --backend wasm --out o.json --weights w.npz --network n.keras --events e.jsonl --patience 3 --dropout 0.4 --redshift index --memory 750 --max-samples 9 --keep 50 --columns X=lnp,label=cls --class-weights balanced --splits drawn --test-fraction 0.2 --validation-fraction 0.1 --split-seed 9 --stratified --undersample tenth-more --threshold 5e-3 --drop repeated --train-anyway'
    expect(parse(line)).toEqual({
      data: 'd',
      choice: { target: 'Success3', balance: 'unbalanced' },
      settings: {
        model: 'CNN8',
        input: 'PDF',
        epochs: 7,
        batchSize: 32,
        seed: 5,
        schedule: 'delayed',
        backend: 'wasm',
        patience: 3,
        dropout: 0.4,
        redshift: 'index',
        classWeights: 'balanced',
        memoryLimit: 750,
      },
      out: 'o.json',
      weights: 'w.npz',
      network: { path: 'n.keras', format: 'keras' },
      events: 'e.jsonl',
      columns: { X: 'lnp', label: 'cls' },
      preparation: {
        splits: 'drawn',
        testFraction: 0.2,
        validationFraction: 0.1,
        seed: 9,
        stratified: true,
        balancing: 'tenth-more',
        deltaZThreshold: 5e-3,
        drop: ['repeated'],
      },
      keepMegabytes: 50,
      maxSamples: 9,
      trainAnyway: true,
    })
  })

  test("what is left out is the reference's", () => {
    expect(parse('--data d')).toEqual({
      data: 'd',
      choice: { target: null, balance: null },
      settings: { ...REFERENCE_SETTINGS, epochs: 5 },
      out: 'report.json',
      weights: null,
      network: null,
      events: null,
      columns: {},
      preparation: {},
      keepMegabytes: 600,
      maxSamples: null,
      trainAnyway: false,
    })
  })

  test("each model has its own script's settings, which flags overrule", () => {
    expect(parse('--data d --model CNN-2inputs').settings).toMatchObject({ schedule: 'plateau', patience: 5 })
    expect(parse('--data d --model CNN-2inputs --schedule delayed').settings.schedule).toBe('delayed')
    expect(parse('--data d --model CNN-GRU').settings.dropout).toBe(0.2)
    expect(parse('--data d --model CNN-GRU --dropout 0').settings.dropout).toBe(0)
  })

  test('--flag=value is --flag value', () => {
    expect(parse('--data=d --epochs=3').settings.epochs).toBe(3)
  })

  test.each([
    ['--epochs 3', '--data DIR is missing.'],
    [
      '--data d --model CNN4',
      '--model is "CNN4"; expected one of CNN3, CNN8, CNN-GRU, CNN-LSTM, CNN-2inputs.',
    ],
    [
      '--data d --target deltaz',
      '--target is "deltaz"; expected one of DeltaZ, Success2, Success3, Flag3, Flag.',
    ],
    ['--data d --input pdf', '--input is "pdf"; expected one of logPDF, PDF, logVraisemblance.'],
    ['--data d --backend cpu', '--backend is "cpu"; expected one of auto, webgpu, wasm.'],
    ['--data d --schedule x', '--schedule is "x"; expected one of exponential, delayed, plateau.'],
    ['--data d --epochs 0', '--epochs is "0"; expected an integer from 1 to 10000.'],
    ['--data d --epochs 1.5', '--epochs is "1.5"; expected an integer from 1 to 10000.'],
    ['--data d --batch 1e3', '--batch is "1e3"; expected an integer from 1 to 65536.'],
    ['--data d --seed -1', '--seed is "-1"; expected an integer from 0 to 2147483647.'],
    ['--data d --memory 49', '--memory is "49"; expected an integer from 50 to 1000000.'],
    ['--data d --memory 1GB', '--memory is "1GB"; expected an integer from 50 to 1000000.'],
    ['--data d --dropout 1', '--dropout is "1"; expected a number from 0 to below 1.'],
    ['--data d --max-samples 0', '--max-samples is "0"; expected an integer from 1 to 9007199254740991.'],
    ['--data d --epochs', '--epochs needs a value: --epochs N.'],
    ['--data --epochs 3', '--data needs a value: --data DIR.'],
    ['--data=', '--data needs a value: --data DIR.'],
    ['--data d --data e', '--data is given twice.'],
    ['--data d --balanced=yes', '--balanced takes no value, got "yes".'],
    ['--data d --balanced --unbalanced', '--balanced and --unbalanced exclude each other; got both.'],
    ['--data d --lr 3', 'Unknown flag --lr.'],
    ['--data d --constructor 3', 'Unknown flag --constructor.'],
    ['--data d e', 'Unexpected argument "e".'],
  ])('%s is refused', (line, message) => {
    expect(() => parse(line)).toThrow(message)
  })
})

test('help lists every flag', () => {
  const text = helpText(TRAIN)
  for (const flag of Object.keys(TRAIN.flags)) expect(text).toContain(`  --${flag} `)
})
