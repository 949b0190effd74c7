import { Button, Card, Flex, Heading, Stack, Text } from '@sanity/ui'
import { useToast } from '@sanity/ui/toast'
import { useEffect, useEffectEvent, useMemo, useRef } from 'react'
import {
  getPublishedId,
  useDocumentOperation,
  useEditState,
  type ArraySchemaType,
  type ObjectInputProps,
} from 'sanity'
import { useRouter } from 'sanity/router'
import type { SectionKind } from '#lib/manual/sections.ts'
import { isEmpty } from '#sanity/schema/empty.ts'
import { text } from '#sanity/schema/text.ts'
import { attentionOf } from '../attention.ts'
import { outlineOf } from '../outline.ts'
import { useOutlineRows } from '../use-outline-rows.ts'
import { StillTrueButton, useStillTrue } from '../use-still-true.tsx'
import { DeletedForm, useDeleted } from './deleted-form.tsx'
import { addButtonOf } from './entries.tsx'
import { examples } from './examples.ts'
import { focusWhenShown } from './focus-when-shown.ts'
import { SectionContext } from './section-context.ts'

/** The form of a section, below its name and a line with its number and its last confirmation. */
export function SectionForm(props: ObjectInputProps) {
  const { value, schemaType } = props
  const id = getPublishedId(String(value?._id ?? ''))
  const rows = useOutlineRows()
  const outline = useMemo(() => rows && outlineOf(rows), [rows])
  const stillTrue = useStillTrue(id, schemaType.name)
  const number = outline?.onPage.find((item) => item.id === id)?.number
  const kind = schemaType.name as SectionKind
  const name = text(value?.eyebrow) ?? text(value?.title) ?? schemaType.title ?? 'Section'
  const isNow = kind === 'nowSection'
  const content = value?.[examples[kind].field]
  const isBlank = isEmpty(content)
  const isNamed = text(value?.eyebrow) !== undefined && text(value?.anchor) !== undefined
  const { published, ready } = useEditState(id, kind)
  // The sections of a new manual are published, with nothing in them.
  const isUnpublished = ready && !isBlank && isEmpty(published?.[examples[kind].field])
  const deleted = useDeleted(id, kind)
  const isListed = useIsListed(id)
  const { onFieldSetExpand, focusPath, onPathFocus } = props
  const fields = useRef<HTMLDivElement>(null)
  // The focus would be on "Still true" otherwise, and the first key could confirm the section.
  const begin = useEffectEvent(() => {
    if (focusPath.length > 0) return
    onPathFocus([examples[kind].field])
    fields.current?.focus({ preventScroll: true })
  })
  useEffect(() => begin(), [])
  // In an empty list, there is nothing else to begin with.
  const beginList = useEffectEvent(() => {
    const { field } = examples[kind]
    const list = schemaType.fields.find(({ name }) => name === field)?.type
    if (
      isBlank &&
      kind !== 'proseSection' &&
      list &&
      focusPath.length <= 1 &&
      (focusPath[0] ?? field) === field
    )
      focusWhenShown(addButtonOf(list as ArraySchemaType))
  })
  // A form is read-only until its document is loaded.
  const isReady = props.readOnly !== true
  useEffect(() => {
    if (isReady) beginList()
  }, [isReady])
  // A new section cannot be published without a name and an anchor, so the fieldset with them is open.
  useEffect(() => {
    if (!isNamed) onFieldSetExpand('frame')
  }, [isNamed, onFieldSetExpand])
  const context = useMemo(() => ({ number, kind, stillTrue }), [number, kind, stillTrue])
  if (deleted) return <DeletedForm {...deleted} />
  return (
    <SectionContext.Provider value={context}>
      <Stack gap={5}>
        <Stack gap={4}>
          <Heading as="h2" size={3}>
            {name}
          </Heading>
          {/* What the kind is for, until there is something to see. */}
          {isBlank && (
            <Text size={1} muted>
              {schemaType.description}
            </Text>
          )}
          {(number !== undefined || !isBlank) && (
            <Flex align="center" gap={3} wrap="wrap" justify="space-between">
              <Text size={1} muted>
                {asSentence(
                  [
                    number && `§ ${number}`,
                    isUnpublished ? 'not published yet' : !isBlank && attentionOf(value ?? {}).words,
                  ]
                    .filter(Boolean)
                    .join(' · '),
                )}
              </Text>
              {!isBlank && stillTrue?.isOfAll && (
                <StillTrueButton stillTrue={stillTrue} text={isNow ? 'All still true' : 'Still true'} />
              )}
            </Flex>
          )}
        </Stack>
        {isListed === false && <PutOnPage id={id} name={name} />}
        {isBlank && <Example kind={kind} id={id} name={name} isListed={isListed === true} />}
        <div ref={fields} tabIndex={-1} style={{ outline: 'none' }}>
          {props.renderDefault(props)}
        </div>
      </Stack>
    </SectionContext.Provider>
  )
}

const asSentence = (words: string) => words.replace(/^./, (first) => first.toUpperCase())

/**
 * Whether the manual lists a section; `undefined` while that is not known. Follows the manual's form rather than
 * the outline, which hears of a section that was just added there only after it is stored.
 */
function useIsListed(id: string): boolean | undefined {
  const { draft, published, ready } = useEditState('manual', 'manual')
  if (!ready) return undefined
  const sections = (draft ?? published)?.['sections']
  return (
    Array.isArray(sections) && sections.some((section: { _ref?: unknown } | null) => section?._ref === id)
  )
}

interface NamedSection {
  id: string
  name: string
}

/** An example of what belongs in a section, while it is empty. Readers do not see the section. */
function Example({ kind, id, name, isListed }: NamedSection & { kind: SectionKind; isListed: boolean }) {
  const { patch } = useDocumentOperation('manual', 'manual')
  const { published } = useEditState(id, kind)
  const toast = useToast()
  const takeOff = () => {
    patch.execute([{ unset: [`sections[_ref=="${id}"]`] }])
    toast.push({
      id: `put-${id}`,
      status: 'success',
      closable: true,
      title: `“${name}” is no longer in the manual’s draft`,
      description: isEmpty(published?.[examples[kind].field])
        ? 'The section itself is kept. Nothing in it is published, so nothing changes for readers.'
        : 'The section itself is kept. Once you publish the manual, readers do not see it.',
    })
  }
  return (
    <Card border radius={2} padding={4} tone="transparent">
      <Stack gap={4}>
        <Text size={1} muted>
          Nothing is in this section yet, so readers do not see it. An example, from somebody else’s manual:
        </Text>
        <Text size={1}>
          <em>{examples[kind].text}</em>
        </Text>
        {isListed && (
          <Flex>
            <Button mode="bleed" fontSize={1} padding={3} text="Take it off the page" onClick={takeOff} />
          </Flex>
        )}
      </Stack>
    </Card>
  )
}

/**
 * Says that the section is not on the page, with a button that puts it at the end of the list in the manual's
 * draft.
 */
function PutOnPage({ id, name }: NamedSection) {
  const { patch } = useDocumentOperation('manual', 'manual')
  const { draft, published } = useEditState('manual', 'manual')
  const toast = useToast()
  const { navigateIntent } = useRouter()
  const sections = (draft ?? published)?.['sections']
  const refuse = () =>
    toast.push({
      id: `put-${id}`,
      status: 'error',
      closable: true,
      title: `“${name}” is not on the page: “Sections” in the manual is no list`,
      description: (
        <Stack gap={3}>
          <Text size={1}>
            Something other than the Studio wrote the list. Empty it there, then put this section on the page.
          </Text>
          <Flex>
            <Button
              mode="ghost"
              fontSize={1}
              padding={3}
              text="Open “Sections”"
              onClick={() => navigateIntent('edit', { id: 'manual', type: 'manual', path: 'sections' })}
            />
          </Flex>
        </Stack>
      ),
      duration: 30_000,
    })
  const put = () => {
    if (sections !== undefined && !Array.isArray(sections)) {
      refuse()
      return
    }
    const reference = { _key: id, _type: 'reference', _weak: true, _ref: id }
    patch.execute([
      { setIfMissing: { sections: [] } },
      // Removes it first, so that a second click does not list it twice.
      { unset: [`sections[_ref=="${id}"]`] },
      { insert: { after: 'sections[-1]', items: [reference] } },
    ])
    toast.push({
      id: `put-${id}`,
      status: 'success',
      closable: true,
      title: `“${name}” is now last in the manual’s draft`,
      description:
        'Publish this section and the manual, and readers see it. The manual’s form has the order.',
    })
  }
  return (
    <Flex align="center" gap={3} wrap="wrap">
      <Text size={1}>This section is not on the page.</Text>
      <Button
        mode="ghost"
        fontSize={1}
        padding={3}
        text="Put it on the page"
        disabled={Boolean(patch.disabled)}
        onClick={put}
      />
    </Flex>
  )
}
