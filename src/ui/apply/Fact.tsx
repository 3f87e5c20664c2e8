import { ClassName } from '../chart/ClassName.tsx'

interface FactProps {
  readonly term: string
  readonly text: string
}

/** One line of a list of facts. */
export function Fact({ term, text }: FactProps) {
  return (
    <div>
      <dt>{term}</dt>
      <dd>
        <ClassName name={text} />
      </dd>
    </div>
  )
}
