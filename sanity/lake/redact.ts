import { DatabaseSync } from 'node:sqlite'
import type { SanityDocument } from './documents.ts'

/** Whether a document, in any of its revisions, must not go where a copy of the dataset goes. */
export type IsLeftOut = (document: SanityDocument) => boolean

/**
 * Takes out of a copy of a lake's file what opens something here, and must not where the copy goes: all
 * sessions, and the documents that `isLeftOut` picks, with their history. Nothing of them stays in the file.
 * Nobody may have the copy open.
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
    // The first stays, even if it put nothing in: a dataset without one counts as new.
    db.exec('DELETE FROM transactions WHERE seq > 1 AND seq NOT IN (SELECT seq FROM revisions)')
    db.exec('COMMIT')
    // What was deleted, now or earlier, can be read in a file's free pages.
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
