import { Button, Card, Flex, Stack, Text } from '@sanity/ui'
import { useEffect, useState, type ReactNode } from 'react'
import type { UserViewComponent } from 'sanity/structure'
import { useClient } from 'sanity'
import { readChanges, type ChangeKind } from '#lib/editions/changes.ts'
import { dateIn } from '#lib/manual/dates.ts'
import { apiVersion } from '#sanity/content/api-version.ts'
import { needsNoReason, timeIn } from '../receipt-edition.ts'
import { redact } from './redact-dialog.tsx'
import { askWhy } from './why-dialog.tsx'

/** The fields of an edition's document that the pane shows. */
interface Shown {
  _id: string
  number?: number
  opened?: string
  date?: string
  closesAt?: string
  reason?: string
  correction?: boolean
  redacted?: string
  revised?: string
  changes?: string
}

const kinds: Record<ChangeKind, string> = {
  new: 'New',
  reworded: 'Reworded',
  rewritten: 'Rewritten',
  moved: 'Moved',
  retired: 'Taken out',
}

/** Shows an edition: its date, reason and changes. Read-only, since an edition records what was published. */
export const EditionPane: UserViewComponent = ({ document }) => {
  const edition = document.displayed as unknown as Shown
  const isPublic = useIsPublic()
  const openUntil = useOpenUntil(edition.closesAt)
  const { _id: id, number, date, reason, correction = false, redacted } = edition
  if (!number || !date) return null
  const isFirst = number === 1
  const { words, entries } = readChanges(edition.changes ?? '')
  return (
    <Card padding={[4, 4, 5]}>
      <Stack gap={5}>
        <Stack gap={3}>
          <Text as="h3" size={3} weight="semibold">{`Edition ${number}`}</Text>
          <Text size={1} muted>
            {[
              dateIn('en', 'long', date),
              openUntil && `open until ${openUntil}: what you publish before then is part of it`,
              correction && 'a correction',
              redacted && `a passage was taken out of it on ${dateIn('en', 'long', redacted)}`,
            ]
              .filter(Boolean)
              .join(' · ')}
          </Text>
        </Stack>
        <Part title="Why">
          <Text size={1} muted={!reason}>
            {reason ?? (isFirst ? needsNoReason : 'No reason is given.')}
          </Text>
          <Flex gap={2} wrap="wrap">
            <Button
              mode={isFirst && !reason ? 'bleed' : 'ghost'}
              fontSize={1}
              padding={3}
              text={reason ? 'Change why' : isFirst ? 'Say why all the same' : 'Say why, for readers'}
              onClick={() => askWhy({ id, number, reason: reason ?? '', correction })}
            />
            {isPublic && (
              <Button
                as="a"
                href={`/editions/${number}`}
                target="_blank"
                rel="noreferrer"
                mode="bleed"
                fontSize={1}
                padding={3}
                text="Read it as it was"
              />
            )}
          </Flex>
        </Part>
        <Part title="What it changed">
          <Text size={1}>
            {words ||
              (isFirst ? 'The record begins with it: nothing was kept before.' : 'Nothing a reader sees.')}
          </Text>
          {words && (
            <Stack as="ul" gap={3} padding={0} style={{ listStyle: 'none' }}>
              {entries
                .filter(({ isPart }) => !isPart)
                .map(({ section, key, kind, mark, name }) => (
                  <Text as="li" size={1} key={`${section} ${key ?? ''} ${kind}`}>
                    <span style={{ display: 'inline-block', minWidth: '6.5em', opacity: 0.75 }}>
                      {kinds[kind]}
                    </span>
                    {[mark, name].filter(Boolean).join(' ')}
                  </Text>
                ))}
            </Stack>
          )}
        </Part>
        <Part title="Words to take back">
          <Text size={1}>A passage can be taken out of every edition, for good.</Text>
          <Flex>
            <Button mode="ghost" fontSize={1} padding={3} text="Redact a passage…" onClick={redact} />
          </Flex>
        </Part>
      </Stack>
    </Card>
  )
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Stack gap={4}>
      <Text as="h4" size={1} weight="semibold">
        {title}
      </Text>
      {children}
    </Stack>
  )
}

/** The time until which an edition is open, in words; `undefined` once it is closed. */
function useOpenUntil(closesAt: string | undefined): string | undefined {
  const [now, setNow] = useState(() => Date.now())
  const rest = Date.parse(closesAt ?? '') - now
  useEffect(() => {
    if (!(rest > 0)) return
    // At most the longest delay of a timer.
    const closing = setTimeout(() => setNow(Date.now()), Math.min(rest + 1, 2 ** 31 - 1))
    return () => clearTimeout(closing)
  }, [rest])
  return closesAt !== undefined && rest > 0 ? timeIn(closesAt, now) : undefined
}

/** Whether readers may see the record. */
function useIsPublic(): boolean {
  const client = useClient({ apiVersion })
  const [isPublic, setPublic] = useState(false)
  useEffect(() => {
    const asking = new AbortController()
    client
      .fetch<boolean | null>(
        '*[_id == "manual"][0].record == "public"',
        {},
        { perspective: 'raw', tag: 'record', signal: asking.signal },
      )
      .then((isIt) => setPublic(isIt === true))
      .catch(() => undefined)
    return () => asking.abort()
  }, [client])
  return isPublic
}
