import { longDate } from './dates.ts'
import { ThemeControl } from './theme/theme-control.tsx'
import styles from './title-block.module.css'

interface Props {
  document?: string | undefined
  owner?: string | undefined
  revision?: string | undefined
  published?: string | undefined
  status: string
  siteUrl?: string | undefined
  /** The manual can be had in other forms too. */
  hasForms?: boolean
}

/** The title block of a technical drawing: what this document is, in which state, and in which other forms it can be had. */
export function TitleBlock({ document, owner, revision, published, status, siteUrl, hasForms }: Props) {
  return (
    <footer className={styles.foot}>
      <dl>
        <div>
          <dt>Document</dt>
          <dd>{document ?? 'Operating Manual'}</dd>
        </div>
        {owner && (
          <div>
            <dt>Owner</dt>
            <dd>{owner}</dd>
          </div>
        )}
        {revision && (
          <div>
            <dt>Revision</dt>
            <dd>{revision}</dd>
          </div>
        )}
        {published && (
          <div>
            <dt>Date</dt>
            <dd>
              <time dateTime={published}>{longDate(published)}</time>
            </dd>
          </div>
        )}
        <div>
          <dt>Status</dt>
          <dd>{status}</dd>
        </div>
        <div>
          <dt>Sheet</dt>
          <dd>1 of 1</dd>
        </div>
        {siteUrl && (
          <div className={styles.address}>
            <dt>Address</dt>
            <dd>{siteUrl.replace(/^https?:\/\/|\/$/g, '')}</dd>
          </div>
        )}
        {hasForms && (
          <div className={styles.forms}>
            <dt>Other forms</dt>
            <dd>
              <a href="/manual.md">Markdown</a> <a href="/manual.json">JSON</a>{' '}
              <a href="/llms.txt">llms.txt</a>
            </dd>
          </div>
        )}
      </dl>
      <ThemeControl />
    </footer>
  )
}
