/** Varnish, as `deploy/varnish.vcl` sets it up, in front of the publication of the tests. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { anyPort } from './ports.ts'
import { dataFolder, root } from './stack.ts'

/** How the publication is started behind it, and how it ends. */
export type Front = { variables: Record<string, string>; stop: () => Promise<void> }

/** Starts it on a port of its own. Needs Debian's `varnish` and `varnish-modules`. */
export async function startVarnish(): Promise<Front> {
  const [front, site] = [await anyPort(), await anyPort()]
  const file = path.join(dataFolder, 'varnish.vcl')
  const written = readFileSync(path.join(root, 'deploy', 'varnish.vcl'), 'utf8')
  const text = written.replace('.port = "3000"', `.port = "${site}"`)
  if (text === written) throw new Error('deploy/varnish.vcl names another port than 3000.')
  writeFileSync(file, text)
  const place = path.join(dataFolder, 'varnish')
  mkdirSync(place)
  const child = spawn(
    'varnishd',
    ['-F', '-n', place, '-a', `127.0.0.1:${front}`, '-f', file]
      .concat(['-p', 'http_gzip_support=off'])
      .concat(['-s', 'malloc,64m']),
    { stdio: ['ignore', 'ignore', 'inherit'] },
  )
  const failed = once(child, 'error').then(([error]) => {
    throw new Error('There is no varnishd here: apt-get install varnish varnish-modules', {
      cause: error,
    })
  })
  const address = `http://127.0.0.1:${front}/`
  await Promise.race([failed, untilItAnswers(address)])
  return {
    variables: {
      PORT: String(site),
      SITE_URL: `http://localhost:${front}`,
      SHARED_CACHE: 'passes-sessions',
      SHARED_CACHE_PURGE_URL: address,
      TRUSTED_PROXIES: '127.0.0.1',
    },
    stop: async () => {
      child.kill('SIGTERM')
      if (child.exitCode === null) await once(child, 'exit')
    },
  }
}

/** A 503 is an answer: the site behind it is not there yet. */
async function untilItAnswers(address: string): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    const answered = await fetch(address).then(
      () => true,
      () => false,
    )
    if (answered) return
    await pause(50)
  }
  throw new Error('Varnish did not begin to answer.')
}
