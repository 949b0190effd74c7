import { DatabaseSync } from 'node:sqlite'
import type { SanityDocument } from './documents.ts'

/** Whether a document must not be in a copy of the dataset. Called with each of its revisions. */
export type IsLeftOut = (document: SanityDocument) => boolean

/**
 * Removes everything that grants access from a copy of a lake's file: all sessions, and the documents that
 * `isLeftOut` selects, with their history. Nothing of them remains in the file. The copy must not be open
 * elsewhere.
 */
export function redact(copy: string, isLeftOut: IsLeftOut = () => false): void {
  const db = new DatabaseSync(copy)
  try {
    db.exec('PRAGMA journal_mode = MEMORY; PRAGMA foreign_keys = ON; BEGIN')
    db.exec('DELETE FROM sessions')
    for (const id of idsOf(db, isLeftOut)) {
      db.prepare('DELETE FROM documents WHERE id = ?').run(id)
      db.prepare('DELETE FROM revisions WHERE document_id = ?').run(id)
    }
    // The first transaction stays even without revisions: a dataset without transactions counts as new.
    db.exec('DELETE FROM transactions WHERE seq > 1 AND seq NOT IN (SELECT seq FROM revisions)')
    db.exec('COMMIT')
    // Deleted data can remain in a file's free pages.
    db.exec('VACUUM')
  } finally {
    db.close()
  }
}

function idsOf(db: DatabaseSync, isLeftOut: IsLeftOut): Set<string> {
  const ids = new Set<string>()
  for (const row of db.prepare('SELECT content FROM revisions WHERE content IS NOT NULL').iterate()) {
    const document = JSON.parse(String(row['content'])) as SanityDocument
    if (isLeftOut(document)) ids.add(document._id)
  }
  return ids
}
