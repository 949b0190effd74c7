import { filter, firstValueFrom, timeout } from 'rxjs'
import type { DocumentStore, EditStateFor } from 'sanity'

/**
 * The state of a document in the Studio, from now on, as soon as it fulfils the condition. A click may be ahead
 * of what its button knows.
 *
 * @param patience in milliseconds.
 * @throws {TimeoutError} if it does not until then.
 */
export const editStateWhere = (
  documents: DocumentStore,
  id: string,
  type: string,
  condition: (state: EditStateFor) => boolean = () => true,
  patience = 10_000,
): Promise<EditStateFor> =>
  firstValueFrom(
    documents.pair.editState(id, type).pipe(
      filter((state) => state.ready && condition(state)),
      timeout(patience),
    ),
  )
