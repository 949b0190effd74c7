/**
 * A loader for Sanity's modules that load parts of the Studio lazily, one after the other: the structure tool, its panes, the wrappers of
 * fields. Each needs a request, and React waits up to 300 ms before it shows the next one. The parts named here are bundled with the
 * Studio instead. Large parts that are rarely needed, such as the Releases tool, stay lazy.
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
