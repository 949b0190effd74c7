import { holdsPassageInside } from '#lib/editions/redact.ts'
import { unnamed } from '#lib/manual/index.ts'
import type { Env } from '#lib/env.ts'
import type { Backend } from '#sanity/content/backend.ts'
import { connect } from '#sanity/content/connection.ts'
import { lakePath, studioPath } from '#sanity/content/paths.ts'
import { isContentType } from '#sanity/content/tags.ts'
import { createLake, LakeFileError, LakeInUseError, type Lake } from '#sanity/lake/index.ts'
import { seedDocuments } from '#sanity/seed/index.ts'
import { OperatorError } from '#server/operator-error.ts'
import { lakeFile } from '#server/installation/data-dir.ts'
import type { Secrets } from '#server/installation/secrets.ts'

/**
 * The page's colours and font, for the lake's sign-in page. A test compares them with
 * `components/styles/tokens.css`.
 */
const signInStyle = `:root {
  --paper: light-dark(#f6f5f0, #131412);
  --ink: light-dark(#181916, #e9e7df);
  --soft: light-dark(#484942, #b7b5aa);
  --signal: light-dark(#8a2a08, #ffa274);
  --font: 'STIX Two Text', Georgia, serif;
}
`

const tokenHint = (isGiven: boolean) =>
  'The address that <code>npm start</code> prints for the Studio signs you in, once, within 15 minutes of the start. ' +
  `Or enter the write token here: ${isGiven ? 'the one that this site was given' : 'it is in <code>secrets.json</code>, in the folder of the site’s data (<code>.data</code>, if you named no other)'}.`

interface Options {
  inUse: Backend
  env: Env
  secrets: Secrets
  /** SITE_URL, if the operator set it. */
  publicUrl: string | undefined
  /** Called when published content has changed, before the author's request is answered. */
  onChange: (types: readonly string[]) => void
  /** Called when a passage was purged, before the author's request is answered. */
  onPurge: () => Promise<void>
}

/**
 * Opens the embedded Content Lake, and fills a new one with the seed.
 *
 * @throws {OperatorError | LakeFileError} when the file cannot be used.
 */
export function openLake({ inUse, env, secrets, publicUrl, onChange, onPurge }: Options): Lake {
  const { projectId, dataset } = inUse
  // A preview ends when the secret that the Studio made for it is deleted (sanity/preview/access.ts).
  const onSignOut = async () => {
    const client = connect(env, { token: secrets.writeToken })
    await client
      .delete({ query: '*[_type == "sanity.previewUrlSecret"]' })
      .catch((error: Error) => console.warn(`The sign-out has not ended previews: ${error.message}`))
  }
  try {
    return createLake({
      file: lakeFile(env.DATA_DIR),
      projectId,
      dataset,
      name: unnamed,
      basePath: lakePath,
      siteUrl: publicUrl,
      signIn: {
        studioPath,
        tokenHint: tokenHint(Boolean(env.SANITY_API_WRITE_TOKEN)),
        style: signInStyle,
        onSignOut,
      },
      tokens: { read: secrets.readToken, write: secrets.writeToken },
      seed: seedDocuments,
      onPublish: (types) => types.some(isContentType) && onChange(types),
      holdsPassage: holdsPassageInside,
      onPurge,
      log: (line) => console.warn(line),
    })
  } catch (cause) {
    if (!(cause instanceof LakeFileError) || cause instanceof LakeInUseError) throw cause
    throw new OperatorError(`${cause.message} DATA_DIR names the folder it is in.`, { cause })
  }
}
