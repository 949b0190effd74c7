import type {
  ArrayOfObjectsInputProps,
  ArraySchemaType,
  PortableTextBlock,
  PortableTextInputProps,
  TypedObject,
} from 'sanity'
import { pastedMarkdown } from './pasted-markdown.ts'

/** The input for prose. Accepts pasted Markdown. */
export function ProseInput(props: ArrayOfObjectsInputProps) {
  const onPaste: PortableTextInputProps['onPaste'] = ({ event }) => {
    const type = props.schemaType as ArraySchemaType<PortableTextBlock>
    const insert = pastedMarkdown(event.clipboardData, type)
    return insert ? { insert: insert as unknown as TypedObject[] } : undefined
  }
  return props.renderDefault({ ...props, onPaste } as typeof props)
}
