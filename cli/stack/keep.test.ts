import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { type Child, startChild } from './child.ts'
import { keep, type Kept, waitAfter } from './keep.ts'

const root = mkdtempSync(path.join(tmpdir(), 'foldline keep '))
afterAll(() => rmSync(root, { recursive: true, force: true }))
writeFileSync(path.join(root, 'works.ts'), `process.send('running'); setInterval(() => {}, 1000)`)
writeFileSync(path.join(root, 'fails.ts'), `process.exit(3)`)

const program = (file: string) => ({ root, file, name: file, variables: {}, development: false })
const ready = async (child: Child) => {
  if ((await child.says()) !== 'running') throw new Error(await child.ended)
}
function keeping(file: string) {
  const said: string[] = []
  const say = (line: string) => said.push(line)
  return { said, ...keep({ name: file, start: () => startChild(program(file)), ready, say }) }
}
const killed = (kept: Kept) => {
  const pid = kept.pid()
  if (pid === undefined) throw new Error('It does not run.')
  process.kill(pid, 'SIGKILL')
  return pid
}
const runs = (pid: number) => {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

test('what ends by itself is started again, which is said, until it is stopped', async () => {
  const { first, said } = keeping('works.ts')
  const kept = await first
  const pid = killed(kept)
  await expect.poll(() => kept.pid()).not.toBe(pid)
  expect(said).toEqual(['works.ts was ended by SIGKILL; it is started again.'])
  const second = kept.pid() ?? 0
  await kept.stop()
  expect(runs(second)).toBe(false)
  expect(said).toHaveLength(1)
})

test('stopping does not wait for the moment at which it would be started again', async () => {
  const { first, said } = keeping('works.ts')
  const kept = await first
  const pid = killed(kept)
  await expect.poll(() => kept.pid()).not.toBe(pid)
  killed(kept)
  await expect.poll(() => said.at(-1)).toContain('again in 1 s')
  await kept.stop()
  expect(runs(kept.pid() ?? 0)).toBe(false)
})

test('what does not come up at all is not tried again', async () => {
  const { first, said } = keeping('fails.ts')
  await expect(first).rejects.toThrow('ended with code 3')
  expect(said).toEqual([])
})

test('who fails again and again is waited for longer, up to half a minute', () => {
  expect([1, 2, 3, 4, 5, 6, 7, 100].map(waitAfter)).toEqual([
    0, 1000, 2000, 5000, 10_000, 30_000, 30_000, 30_000,
  ])
})
