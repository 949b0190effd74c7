/**
 * A loader for the modules of Sanity's Studio that load its parts one after the other: the tool, then its panes, then what is around a
 * field, whether it is in use or not. Each is a request of its own, and after each React waits 300 ms before it shows more. Those named
 * here come with the Studio; what only some need, such as the Releases tool, is still loaded when it is opened.
 */
const parts = [
  'structureTool',
  'pane',
  'list',
  'userComponent',
  'inputResolver',
  'BroadcastDisplayedDocument',
  'CommentsDocumentLayout',
  'CommentsField',
  'CommentsInput',
  'CommentsStudioLayout',
  'ReleasesStudioLayout',
  'SchedulePublishingStudioLayout',
  'SingleDocReleaseLayout',
  'TasksDocumentInputLayout',
  'TasksFooterOpenTasks',
  'TasksStudioLayout',
  'TasksStudioNavbar',
  'VariantsStudioNavbar',
]
const lazyPart = new RegExp(`lazy\\(\\(\\) => import\\(("\\./(?:${parts.join('|')})-[\\w-]+\\.js")\\)`, 'g')

module.exports = (source) => source.replaceAll(lazyPart, 'lazy(() => Promise.resolve(require($1))')
module.exports.parts = parts
