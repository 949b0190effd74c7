import { Box, Button, Card, Dialog, Flex, Stack, Text, TextArea } from '@sanity/ui'
import { useToast } from '@sanity/ui/toast'
import { useEffect, useId, useRef, useState, type FormEvent } from 'react'
import { getPublishedId, isDraftId, useClient } from 'sanity'
import { IntentLink } from 'sanity/router'
import { apiVersion } from '#sanity/content/api-version.ts'
import {
  findPassage,
  PassageHeldError,
  redactPassage,
  type FoundPassage,
  type Holder,
} from '#sanity/editions/redaction.ts'
import { nameOf } from '../document-name.ts'
import { openDialog } from '../dialogs.tsx'
import { isEmbedded, purgePassage, remains } from './embedded.ts'

/** Asks for a passage, shows where it stands, and redacts it for good. */
export const redact = (): void => openDialog((close) => <RedactDialog onClose={close} />)

/** How many editions are listed; the rest are counted. */
const mostListed = 30

function RedactDialog({ onClose }: { onClose: () => void }) {
  const client = useClient({ apiVersion })
  const toast = useToast()
  const [passage, setPassage] = useState('')
  const [found, setFound] = useState<FoundPassage & { passage: string }>()
  const [isBusy, setBusy] = useState(false)
  const [isMissing, setMissing] = useState(false)
  const [field, missing] = [useId(), useId()]
  const focused = useRef<HTMLTextAreaElement>(null)
  useEffect(() => focused.current?.focus(), [])

  const attempt = async (work: () => Promise<void>, failure: string) => {
    setBusy(true)
    try {
      await work()
    } catch (error) {
      if (error instanceof PassageHeldError) return await look()
      const description = error instanceof Error ? error.message : String(error)
      toast.push({ status: 'error', closable: true, title: failure, description })
    } finally {
      setBusy(false)
    }
  }
  const look = async () => {
    const wanted = passage.trim()
    setFound({ ...(await findPassage(client, wanted)), passage: wanted })
  }
  const takeOut = async ({ passage }: { passage: string }) => {
    const changed = await redactPassage(client, passage)
    await purgePassage(client, passage)
    onClose()
    toast.push({
      status: 'success',
      closable: true,
      title:
        changed.length > 0
          ? `It is taken out of ${counted(changed.length)}`
          : 'It is taken out of the history',
      description: remains(client),
      duration: 15_000,
    })
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setMissing(passage.trim() === '')
    if (passage.trim() === '') focused.current?.focus()
    else void attempt(look, 'The record could not be searched')
  }

  return (
    <Dialog id="redact" header="Redact a passage" width={1} onClose={onClose} zOffset={1000}>
      <Box as="form" padding={4} onSubmit={submit}>
        <Stack gap={5}>
          <Stack gap={3}>
            <Text as="label" size={1} weight="medium" htmlFor={field}>
              Passage
            </Text>
            <TextArea
              id={field}
              ref={focused}
              rows={2}
              value={passage}
              aria-describedby={isMissing ? missing : undefined}
              aria-invalid={isMissing}
              onChange={(event) => {
                setPassage(event.currentTarget.value)
                setFound(undefined)
                setMissing(false)
              }}
            />
            {isMissing && (
              <Text id={missing} size={1} weight="medium" role="alert">
                Write the passage first.
              </Text>
            )}
            <Text size={1} muted>
              A name, an address or a sentence, exactly as it stands. It is taken out of every edition, of
              reasons and of keys, and the edition says that something was.
            </Text>
          </Stack>
          {found && <Found found={found} embedded={isEmbedded(client)} onLeave={onClose} />}
          <Flex justify="flex-end" gap={2} wrap="wrap">
            <Button mode="bleed" text="Cancel" onClick={onClose} />
            {found && mayTakeOut(found, isEmbedded(client)) ? (
              <Button
                tone="critical"
                text={
                  isBusy
                    ? 'Taking it out…'
                    : found.editions.length > 0
                      ? `Take it out of ${counted(found.editions.length)}`
                      : 'Take it out of the history'
                }
                disabled={isBusy}
                onClick={() => void attempt(() => takeOut(found), 'It is not taken out everywhere')}
              />
            ) : (
              <Button
                type="submit"
                tone="primary"
                text={isBusy ? 'Looking…' : found ? 'Look again' : 'Look where it stands'}
                disabled={isBusy}
              />
            )}
          </Flex>
        </Stack>
      </Box>
    </Dialog>
  )
}

const underlined = { textDecoration: 'underline' }

const counted = (count: number) => (count === 1 ? 'one edition' : `${count} editions`)

const mayTakeOut = ({ holders, editions }: FoundPassage, embedded: boolean) =>
  holders.length === 0 && (editions.length > 0 || embedded)

interface FoundProps {
  found: FoundPassage
  embedded: boolean
  /** Called when the author opens a document. */
  onLeave: () => void
}

/** Shows where the passage stands, before anything is changed. */
function Found({ found: { holders, editions }, embedded, onLeave }: FoundProps) {
  return (
    <Stack gap={4} role="status">
      {holders.length > 0 && (
        <Card tone="caution" border radius={2} padding={4}>
          <Stack gap={4}>
            <Text size={1}>
              It still stands in what is published or in a draft, and the next edition would have it again.
              Take it out there, and publish, first.
            </Text>
            {holders.map((holder) => (
              <Text size={1} key={holder.document._id}>
                <IntentLink intent="edit" params={paramsOf(holder)} onClick={onLeave} style={underlined}>
                  {nameOf(holder.document._type, holder.document)}
                </IntentLink>
                {isDraftId(holder.document._id) ? ', in its draft: ' : ', as published: '}
                {holder.places.map(({ words }) => words).join(', ')}
              </Text>
            ))}
          </Stack>
        </Card>
      )}
      {editions.length > 0 ? (
        <Stack as="ul" gap={3} padding={0} style={{ listStyle: 'none' }}>
          {editions.slice(0, mostListed).map(({ number, places }) => (
            <Text as="li" size={1} key={number}>
              <strong>Edition {number}</strong>: {places.join(', ')}
            </Text>
          ))}
          {editions.length > mostListed && (
            <Text as="li" size={1}>
              and {counted(editions.length - mostListed)} more
            </Text>
          )}
        </Stack>
      ) : (
        <Text size={1}>
          No edition has it.
          {embedded && ' What was typed or published before may have it, in the history of the documents.'}
        </Text>
      )}
      {mayTakeOut({ holders, editions }, embedded) && (
        <Text size={1} muted>
          It cannot be put back.
          {embedded &&
            ' The whole history of every document that ever had it goes too: what such a document said before cannot be restored.'}
        </Text>
      )}
    </Stack>
  )
}

const paramsOf = ({ document: { _id, _type }, places }: Holder) => ({
  id: getPublishedId(_id),
  type: _type,
  path: places[0]?.path ?? '',
})
