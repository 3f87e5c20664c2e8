// Coefficients of the control, which anybody can read: how far one standard deviation of a descriptor moves the logit of a class.

import type { ControlFit } from '../../core/predictions.ts'
import { ClassName } from '../chart/ClassName.tsx'
import shared from '../compare/CompareTable.module.css'
import { signedText } from '../compare/number-text.ts'
import { ScrollBox } from '../compare/ScrollBox.tsx'
import numbers from './NumberTable.module.css'
import { decimalText } from './trust-text.ts'

interface ControlCoefficientsProps {
  readonly fit: ControlFit
  /** of the classes */
  readonly names: readonly string[]
}

/** A table with one line per descriptor and one column per class. */
export function ControlCoefficients({ fit, names }: ControlCoefficientsProps) {
  return (
    <>
      <ScrollBox name="Coefficients of the control, table">
        <table className={`${shared.table} ${numbers.table}`}>
          <caption className={shared.caption}>Coefficients of the control, one column per class</caption>
          <thead>
            <tr>
              <th scope="col">Descriptor</th>
              <th scope="col">Mean</th>
              <th scope="col">Standard deviation</th>
              {names.map((name) => (
                <th key={name} scope="col">
                  <ClassName name={name} />
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {fit.descriptors.map((descriptor, i) => (
              <tr key={descriptor}>
                <th scope="row">{descriptor}</th>
                <td>{decimalText(fit.mean[i]!, 3).replace('-', '−')}</td>
                <td>{fit.scale[i]! < 0.0005 ? '< 0.001' : decimalText(fit.scale[i]!, 3)}</td>
                {names.map((name, k) => (
                  <td key={name}>{signedText(fit.weights[k]![i]!, 3)}</td>
                ))}
              </tr>
            ))}
            <tr>
              <th scope="row">intercept</th>
              <td />
              <td />
              {names.map((name, k) => (
                <td key={name}>{signedText(fit.bias[k]!, 3)}</td>
              ))}
            </tr>
          </tbody>
        </table>
      </ScrollBox>
      <p className={shared.note}>
        How far one standard deviation of a descriptor moves the logit of a class. Mean and standard deviation
        are those of the rows that it was fitted on.
      </p>
    </>
  )
}
