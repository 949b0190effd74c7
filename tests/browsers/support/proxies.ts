/**
 * Proxies in front of a site. They use the configurations in docs, with other ports, names and certificates.
 */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect } from 'node:tls'
import { freePort, run } from './process.ts'
import { pathOf } from '#scripts/harness/programs.ts'

export interface Ports {
  /** The port on which the proxy listens, with TLS. */
  tls: number
  /** The port on which the site listens. */
  site: number
}

export type StartProxy = (ports: Ports) => Promise<AsyncDisposable>

/** Replaces texts, and fails if one is missing: then the documented file has changed. */
function replace(text: string, changes: Record<string, string>): string {
  let changed = text
  for (const [from, to] of Object.entries(changes)) {
    if (!changed.includes(from)) throw new Error(`There is no ${JSON.stringify(from)} in:\n${changed}`)
    changed = changed.replaceAll(from, to)
  }
  return changed
}

/** docs/nginx.conf, included as on Debian. */
export const nginx: StartProxy = async (ports) =>
  startNginx(
    ports,
    replace(readFileSync('docs/nginx.conf', 'utf8'), {
      'listen 80;': `listen 127.0.0.1:${await freePort()};`,
      'listen [::]:80;': '',
      'listen 443 ssl http2;': `listen ${ports.tls} ssl http2;`,
      'listen [::]:443 ssl http2;': `listen [::]:${ports.tls} ssl http2;`,
      'server_name manual.example.org;': 'server_name localhost;',
      '/etc/letsencrypt/live/manual.example.org/fullchain.pem': 'certificate.pem',
      '/etc/letsencrypt/live/manual.example.org/privkey.pem': 'key.pem',
      'http://127.0.0.1:3000;': `http://127.0.0.1:${ports.site};`,
    }),
  )

/** nginx with a common configuration, which does not pass on WebSockets. */
export const nginxWithoutUpgrade: StartProxy = (ports) =>
  startNginx(
    ports,
    serverWith(ports, [
      'proxy_set_header Host $http_host;',
      'proxy_set_header X-Real-IP $remote_addr;',
      'proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;',
      'proxy_set_header X-Forwarded-Proto $scheme;',
    ]),
  )

/** nginx with the shortest configuration, which passes on neither the host nor the scheme. */
export const nginxBare: StartProxy = (ports) => startNginx(ports, serverWith(ports, []))

/** A server block for nginx that passes everything on, with these header directives. */
function serverWith({ tls, site }: Ports, headers: string[]): string {
  return `server {
    listen ${tls} ssl http2;
    server_name localhost;
    ssl_certificate certificate.pem;
    ssl_certificate_key key.pem;
    location / {
      ${[`proxy_pass http://127.0.0.1:${site};`, ...headers].join('\n      ')}
    }
  }`
}

async function startNginx({ tls }: Ports, server: string): Promise<AsyncDisposable> {
  const directory = mkdtempSync(join(tmpdir(), 'operating-manual-nginx-'))
  const selfSigned =
    'req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -addext subjectAltName=DNS:localhost'
  execFileSync(
    pathOf('openssl'),
    [...selfSigned.split(' '), '-keyout', 'key.pem', '-out', 'certificate.pem'],
    { cwd: directory, stdio: 'ignore' },
  )
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
  writeFileSync(
    join(directory, 'nginx.conf'),
    // The settings of Debian's nginx.conf, in a directory of its own.
    `daemon off;
pid nginx.pid;
${process.getuid?.() === 0 ? 'user root;' : ''}
error_log stderr warn;
events { worker_connections 768; }
http {
  sendfile on;
  tcp_nopush on;
  default_type application/octet-stream;
  ssl_protocols TLSv1.2 TLSv1.3;
  ssl_prefer_server_ciphers on;
  gzip on;
  access_log off;
  ${temporary.map((name) => `${name}_temp_path ${name};`).join('\n  ')}
  ${server}
}
`,
  )
  const running = await run([pathOf('nginx'), '-p', directory, '-c', 'nginx.conf', '-e', 'stderr'], () =>
    reach(tls),
  )
  return {
    async [Symbol.asyncDispose]() {
      await running[Symbol.asyncDispose]()
      rmSync(directory, { recursive: true })
    },
  }
}

/** docs/Caddyfile, with Caddy's own certificate, which is not installed on this machine. */
export const caddy: StartProxy = async (ports) => {
  const directory = mkdtempSync(join(tmpdir(), 'operating-manual-caddy-'))
  const file = join(directory, 'Caddyfile')
  const global = '{\n\tadmin off\n\tskip_install_trust\n\tauto_https disable_redirects\n}\n'
  writeFileSync(file, global + readFileSync('docs/Caddyfile', 'utf8'))
  const running = await run(
    [pathOf('caddy'), 'run', '--config', file, '--adapter', 'caddyfile'],
    () => reach(ports.tls),
    {
      env: {
        SITE_ADDRESS: `localhost:${ports.tls}`,
        PORT: String(ports.site),
        XDG_DATA_HOME: directory,
        XDG_CONFIG_HOME: directory,
        HOME: directory,
      },
    },
  )
  return {
    async [Symbol.asyncDispose]() {
      await running[Symbol.asyncDispose]()
      rmSync(directory, { recursive: true })
    },
  }
}

/** Throws until a TLS connection succeeds, since Caddy makes its certificate after it has begun to listen. */
async function reach(port: number) {
  const socket = connect({ port, host: 'localhost', servername: 'localhost', rejectUnauthorized: false })
  try {
    await once(socket, 'secureConnect')
  } finally {
    socket.destroy()
  }
}
