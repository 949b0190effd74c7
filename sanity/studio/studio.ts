import { visionTool } from '@sanity/vision'
import { createClient } from '@sanity/client'
import { defineConfig, type WorkspaceOptions } from 'sanity'
import { structureTool } from 'sanity/structure'
import { askBeforePublic } from './actions/ask-before-public.ts'
import { commitSoon } from './commit-soon.client.ts'
import { withFreeAnchor } from './actions/duplicate.ts'
import { editionType } from '#lib/editions/stored.ts'
import { isOffered } from './actions/is-offered.ts'
import { askFirst } from './actions/ask-first.tsx'
import { publishInItsPlace } from './actions/in-its-place.ts'
import { publishOnce } from './actions/publish-once.ts'
import { sayWhy } from './actions/say-why.ts'
import { restorePublished } from './actions/restore-published.ts'
import { withReceipt } from './actions/with-receipt.ts'
import { atApiHost } from '#sanity/content/api-host.ts'
import { apiVersion } from '#sanity/content/api-version.ts'
import { studioPath } from '#sanity/content/paths.ts'
import { resolveStreamFetch } from '#sanity/lake/streams.client.ts'
import { reportConnectionProblem } from './connection-notice.tsx'
import { formComponents } from './forms/form-components.tsx'
import { whenShown } from './forms/validation-inspector.ts'
import { keepUnsavedEdits } from './keep-unsaved-edits.client.ts'
import { heedLaterChoices } from './later-choices.tsx'
import { Layout } from './layout.tsx'
import { keepRequestsLocal } from './local-requests.client.ts'
import { Navbar } from './navbar.tsx'
import { openOn } from './open-on.tsx'
import { orNowhere } from './nowhere.tsx'
import { openOnManual, presentation } from './presentation.tsx'
import { ManualIcon } from '#sanity/schema/icons.tsx'
import { schemaTypes } from '#sanity/schema/index.ts'
import { documentNode, structure } from './structure.ts'
import { theme } from './theme.ts'
import { keepOwnTimeZone } from './time-zones.client.ts'
import { wording } from './wording.ts'

interface StudioOptions {
  projectId: string
  dataset: string
  /** Base URL of a Content Lake other than Sanity's own; absent for hosted Sanity. */
  apiHost?: string | undefined
}

/** The Studio's workspace. */
export function createStudioConfig({ projectId, dataset, apiHost }: StudioOptions): WorkspaceOptions {
  keepUnsavedEdits()
  keepOwnTimeZone()
  return defineConfig({
    name: 'manual',
    title: 'Operating Manual',
    icon: ManualIcon,
    projectId,
    dataset,
    basePath: studioPath,
    theme,
    i18n: { bundles: wording },
    studio: { components: { layout: Layout, navbar: Navbar } },
    ...(apiHost && lakeConfig(projectId, apiHost)),
    plugins: [
      structureTool({
        title: 'Manual',
        icon: ManualIcon,
        structure,
        defaultDocumentNode: documentNode,
      }),
      presentation(),
      visionTool({ defaultApiVersion: apiVersion }),
    ],
    tools: (tools) =>
      tools.map((tool) => {
        if (tool.name === 'structure') return heedLaterChoices(openOn(tool))
        return tool.name === 'presentation' ? heedLaterChoices(orNowhere(openOnManual(tool))) : tool
      }),
    schema: {
      types: schemaTypes,
      templates: (templates) =>
        templates.filter(({ schemaType }) => schemaType !== 'manual' && schemaType !== editionType),
    },
    document: {
      // Sanity shows a red “Live” badge on documents without drafts.
      badges: (badges, { schemaType }) => (schemaType === editionType ? [] : badges),
      actions: (all, { schemaType }) => {
        if (schemaType === editionType) return [sayWhy]
        const actions = all
          .filter(({ action }) => isOffered(schemaType, action))
          .map(publishOnce)
          .map(askFirst)
        const own = schemaType === 'manual' ? actions.map(askBeforePublic) : actions.map(withFreeAnchor)
        return publishInItsPlace([...own, restorePublished].map(withReceipt))
      },
      newDocumentOptions: (options) =>
        options.filter(({ templateId }) => templateId !== 'manual' && templateId !== editionType),
      comments: { enabled: false },
      // Only the manual refers to sections, and nothing refers to the manual.
      inspectors: (inspectors) =>
        inspectors.filter(({ name }) => !name.endsWith('/incoming-references')).map(whenShown),
      // They only copy and paste fields, and the first one takes the focus when a form opens.
      unstable_fieldActions: () => [],
    },
    form: { components: formComponents },
    // The embedded lake answers queries with groq-js, which has no `text::query`.
    search: { strategy: 'groqLegacy' },
    // Not useful for the manual of one person.
    releases: { enabled: false },
    scheduledDrafts: { enabled: false },
    scheduledPublishing: { enabled: false },
    tasks: { enabled: false },
    mediaLibrary: { enabled: false },
    announcements: { enabled: false },
  })
}

/** Settings for a Content Lake at one address, rather than at a subdomain per project. */
function lakeConfig(projectId: string, apiHost: string) {
  keepRequestsLocal(projectId, apiHost)
  commitSoon()
  // Shared by all clients, so that all their event streams share one connection: a browser opens at most six.
  const resolveFetch = resolveStreamFetch(apiHost, reportConnectionProblem)
  return {
    // Parts of the Studio that make their own clients read `apiHost`; the rest go through the factory.
    apiHost,
    unstable_clientFactory: (options) => createClient({ ...options, ...atApiHost(apiHost), resolveFetch }),
    auth: { loginMethod: 'cookie', redirectOnSingle: true },
    // Makes the history panel read transactions, which the embedded lake has, rather than the events that
    // hosted Sanity derives from them.
    beta: { eventsAPI: { documents: false } },
  } satisfies Partial<WorkspaceOptions>
}
