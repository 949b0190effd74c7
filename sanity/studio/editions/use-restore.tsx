import { Button, Flex, Stack, Text } from '@sanity/ui'
import { useToast } from '@sanity/ui/toast'
import { useCallback } from 'react'
import { useClient } from 'sanity'
import { useRouter } from 'sanity/router'
import { apiVersion } from '#sanity/content/api-version.ts'
import { ask } from '../ask.tsx'
import type { Plan } from './restore.ts'

const listOf = (names: readonly string[]) => new Intl.ListFormat('en-GB').format(names)

/** Writes the drafts of a plan, all or none. Asks first if that would lose unpublished changes. */
export function useRestore(): (plan: Plan) => void {
  const client = useClient({ apiVersion })
  const toast = useToast()
  const { navigateIntent } = useRouter()
  const write = useCallback(
    async ({ drafts, names, place }: Plan) => {
      try {
        const transaction = client.transaction()
        for (const draft of drafts) transaction.createOrReplace(draft)
        await transaction.commit({ tag: 'restore' })
        toast.push({
          id: 'restore-edition',
          status: 'success',
          closable: true,
          title: 'What the edition says is in the draft, and not yet with readers',
          description: (
            <Stack gap={3}>
              <Text size={1}>Look at it, then publish: {listOf(names)}.</Text>
              {place && (
                <Flex>
                  <Button
                    mode="ghost"
                    fontSize={1}
                    padding={3}
                    text="Open the draft"
                    onClick={() => navigateIntent('edit', place)}
                  />
                </Flex>
              )}
            </Stack>
          ),
          duration: 15_000,
        })
      } catch (error) {
        const description = error instanceof Error ? error.message : String(error)
        const title = 'What the edition says is not in the draft'
        toast.push({ id: 'restore-edition', status: 'error', closable: true, title, description })
      }
    },
    [client, navigateIntent, toast],
  )
  return useCallback(
    (plan) => {
      if (plan.replaced.length === 0) return void write(plan)
      ask({
        header: 'Replace the draft?',
        words: `There are changes in the draft that are not published: ${listOf(plan.replaced)}. What the edition says would take their place.`,
        answer: 'Replace',
        tone: 'caution',
        act: () => void write(plan),
      })
    },
    [write],
  )
}
