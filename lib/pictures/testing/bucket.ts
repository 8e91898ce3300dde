/** A bucket that checks signatures as Amazon's documents describe them, without the library that made them. */
import { createHash, createHmac } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'

export const keys = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'a secret of the bucket' }

const sha256 = (bytes: Uint8Array | string) => createHash('sha256').update(bytes).digest('hex')
const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest()

/** Whether this request was signed with our secret, for this region, over what came (Signature Version 4). */
function isSigned({ method, url, headers }: IncomingMessage, body: Buffer): boolean {
  const [, date = '', region = '', signed = '', signature = ''] =
    /^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/(\d{8})\/([\w-]+)\/s3\/aws4_request, ?SignedHeaders=([\w;-]+), ?Signature=([0-9a-f]{64})$/.exec(
      headers.authorization ?? '',
    ) ?? []
  const at = String(headers['x-amz-date'])
  const names = signed.split(';')
  const complete = ['host', 'x-amz-content-sha256', 'x-amz-date'].every((one) =>
    names.includes(one),
  )
  if (!complete || !at.startsWith(date) || headers['x-amz-content-sha256'] !== sha256(body))
    return false
  const canonical = [
    method,
    url,
    '',
    ...names.map((name) => `${name}:${String(headers[name])}`),
    '',
    signed,
    sha256(body),
  ].join('\n')
  const scope = `${date}/${region}/s3/aws4_request`
  const key = [date, region, 's3', 'aws4_request'].reduce<string | Buffer>(
    hmac,
    `AWS4${keys.secretAccessKey}`,
  )
  const text = ['AWS4-HMAC-SHA256', at, scope, sha256(canonical)].join('\n')
  return hmac(key, text).toString('hex') === signature
}

/** Starts a bucket on this machine. `faults` are answered before anything else, one a request. */
export async function startBucket() {
  const held = new Map<string, { bytes: Buffer; type: string | undefined }>()
  const faults: number[] = []
  const server = createServer((request, response) => void answer(request, response))

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(Buffer.from(chunk))
    const body = Buffer.concat(chunks)
    const fault = faults.shift()
    const { method, url = '' } = request
    if (fault !== undefined) response.writeHead(fault).end('<Error><Code>SlowDown</Code></Error>')
    else if (!isSigned(request, body))
      response.writeHead(403).end('<Error><Code>SignatureDoesNotMatch</Code></Error>')
    else if (method === 'PUT') {
      held.set(url, { bytes: body, type: request.headers['content-type'] })
      response.writeHead(200).end()
    } else if (method === 'DELETE') {
      held.delete(url)
      response.writeHead(204).end()
    } else {
      const found = held.get(url)
      if (found) response.writeHead(200).end(found.bytes)
      else response.writeHead(404).end('<Error><Code>NoSuchKey</Code></Error>')
    }
  }

  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  const stop = async () => {
    server.closeAllConnections()
    server.close()
    await once(server, 'close')
  }
  return { endpoint: new URL(`http://127.0.0.1:${port}`), held, faults, stop }
}
