/** Files of pictures in a bucket of an S3-compatible storage. The bucket is private: only the door answers for it. */
import { createHash } from 'node:crypto'
import { AwsClient } from 'aws4fetch'
import type { PictureSettings } from '#lib/env.ts'
import type { Storage } from './storage.ts'

type Bucket = Extract<PictureSettings, { kind: 's3' }>

/** So long a storage may take for one file, with all its attempts. */
const PATIENCE = 20_000

/** Speaks to one bucket, its name in the path, as every storage of this kind understands it. */
export function openBucket(settings: Bucket): Storage {
  const { endpoint, bucket, region, accessKeyId, secretAccessKey } = settings
  const client = new AwsClient({ accessKeyId, secretAccessKey, region, service: 's3', retries: 2 })
  const ask = async (method: 'GET' | 'PUT' | 'DELETE', name: string, body?: Uint8Array) => {
    const answer = await client.fetch(new URL(`/${bucket}/pictures/${name}`, endpoint), {
      method,
      signal: AbortSignal.timeout(PATIENCE),
      redirect: 'error',
      headers: {
        // Signed with the rest, so that what arrives damaged is refused.
        'X-Amz-Content-Sha256': sha256(body ?? new Uint8Array()),
        ...(body === undefined ? {} : { 'Content-Type': `image/${name.split('.').at(-1)}` }),
      },
      ...(body === undefined ? {} : { body: new Uint8Array(body) }),
    })
    if (answer.ok || (answer.status === 404 && method !== 'PUT')) return answer
    throw new Error(`The storage of pictures answered ${answer.status}: ${await codeOf(answer)}.`)
  }
  return {
    put: async (name, bytes) => {
      await ask('PUT', name, bytes)
    },
    read: async (name) => {
      const answer = await ask('GET', name)
      return answer.status === 404 ? null : Buffer.from(await answer.arrayBuffer())
    },
    remove: async (name) => {
      await ask('DELETE', name)
    },
  }
}

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

/** What such a storage says is wrong, such as `AccessDenied`; the rest of its answer may name keys. */
async function codeOf(answer: Response): Promise<string> {
  return /<Code>(\w{1,60})<\/Code>/.exec(await answer.text())?.[1] ?? 'it does not say why'
}
