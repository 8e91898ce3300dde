/** Asks an instance for an article as somebody, and compares what came with what was true meanwhile. */
import { Agent, type IncomingHttpHeaders, request as send } from 'node:http'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import type { Random } from './random.ts'
import { judge, type Shown, type Truth, type Verdict } from './verdict.ts'
import { type Article, type Reader, type Session, words } from './world.ts'

/** The instances, and the name of their session cookie and of their host. */
export type Sites = { ports: number[]; host: string; cookieName: string }
/** Who asks: nobody in particular, or a reader by one of their sessions. */
export type Asker = { reader: Reader; session: Session } | null
/** One answer, judged. `lateness`: milliseconds since the last change it depends on had returned. */
export type Sight = { verdict: Verdict; shown: Shown; lateness: number; story: string }

const agent = new Agent({ keepAlive: true, maxSockets: 24 })
const encodings = ['identity', 'gzip', 'br']
/** What an answer with this ETag showed: a browser that gets a 304 shows it again. */
const known = new Map<string, Shown>()

/** Looks once. */
export async function look(
  sites: Sites,
  port: number,
  { article, asker, random }: { article: Article; asker: Asker; random: Random },
): Promise<Sight> {
  const tags = [...known.keys()].filter((tag) => tag.startsWith(article.slug))
  const held = tags.length > 0 && random.below(3) === 0 ? random.pick(tags) : null
  const sent = performance.now()
  const answer = await get(port, `/articles/${article.slug}`, {
    host: sites.host,
    accept: 'text/html',
    'accept-encoding': random.pick(encodings),
    ...(asker ? { cookie: `${sites.cookieName}=${asker.session.token}` } : {}),
    ...(held ? { 'if-none-match': held.slice(article.slug.length + 1) } : {}),
  })
  const answered = performance.now()
  const shown = readShown(answer, article.slug, held)
  const truths = truthsAt(article, asker, sent, answered)
  const lateness = sent - Math.max(...settled(article, asker, sent))
  const who = asker ? `session ${asker.session.token.slice(0, 6)}` : 'nobody'
  const story = `${who} at ${port}, ${article.slug}: ${answer.status} ${JSON.stringify(shown)}, true was ${JSON.stringify(truths)}, ${Math.round(lateness)} ms after the last change`
  return { verdict: judge(shown, truths), shown, lateness, story }
}

function truthsAt(article: Article, asker: Asker, sent: number, answered: number): Truth[] {
  const signedIn = asker ? asker.session.signedIn.possible(sent, answered) : [false]
  const access = asker ? asker.reader.access.possible(sent, answered) : [false]
  return article.state
    .possible(sent, answered)
    .flatMap((state) =>
      signedIn.flatMap((one) =>
        access.map((two) => ({ article: state, signedIn: one, access: two })),
      ),
    )
}

function settled(article: Article, asker: Asker, sent: number): number[] {
  const facts = asker ? [asker.session.signedIn, asker.reader.access] : []
  return [article.state.settledAt(sent), ...facts.map((fact) => fact.settledAt(sent))]
}

type Answer = { status: number; headers: IncomingHttpHeaders; text: string }

function readShown({ status, headers, text }: Answer, slug: string, held: string | null): Shown {
  if (status === 503) return { kind: 'unavailable' }
  if (status === 404) return { kind: 'nothing' }
  if (status === 304) {
    const again = held === null ? undefined : known.get(held)
    if (again) return again
  }
  if (status !== 200) return { kind: 'broken' }
  const shown = readText(text, slug)
  if (headers.etag) known.set(`${slug} ${headers.etag}`, shown)
  return shown
}

function readText(text: string, slug: string): Shown {
  const gated = versionIn(text, words.gated(slug, 0))
  const preview = versionIn(text, words.preview(slug, 0))
  if (gated !== null) return { kind: 'whole', version: gated }
  if (preview !== null) return { kind: 'preview', version: preview }
  throw new Error(`A page without the words of ${slug}.`)
}

/** The version that stands where `sample`, of version 0, would stand; null where nothing like it does. */
function versionIn(text: string, sample: string): number | null {
  const found = new RegExp(sample.replace('-0.', String.raw`-(\d+)\.`)).exec(text)?.[1]
  return found === undefined ? null : Number(found)
}

function get(port: number, path: string, headers: Record<string, string>): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>()
  const outgoing = send({ host: '127.0.0.1', port, path, headers, agent }, (response) => {
    const chunks: Uint8Array[] = []
    response.on('data', (chunk: Uint8Array) => chunks.push(chunk))
    response.on('error', reject)
    response.on('end', () => {
      const body = Buffer.concat(chunks)
      const text = decode(body, response.headers['content-encoding'])
      resolve({ status: response.statusCode ?? 0, headers: response.headers, text })
    })
  })
  // A kept connection may be closed just when it is used again; browsers ask once more as well.
  outgoing.on('error', (error) =>
    outgoing.reusedSocket ? resolve(get(port, path, headers)) : reject(error),
  )
  outgoing.end()
  return promise
}

function decode(body: Buffer, encoding: string | undefined): string {
  if (body.length === 0) return ''
  if (encoding === 'br') return brotliDecompressSync(body).toString()
  return (encoding === 'gzip' ? gunzipSync(body) : body).toString()
}
