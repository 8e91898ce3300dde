import { spawnSync } from 'node:child_process'
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { clearRun, readRun, readSecrets, writeRun, writeSecrets } from './folder.ts'

const root = mkdtempSync(path.join(tmpdir(), 'foldline folder '))
afterAll(() => rmSync(root, { recursive: true, force: true }))
let folder = ''
let count = 0
beforeEach(() => {
  // Made by whoever writes first, as at the first start.
  folder = path.join(root, `case ${++count}`, '.foldline')
})

const run = { what: 'npm start', variables: { PORT: '3000' }, addresses: { Site: 'http://x' } }
const runFile = () => path.join(folder, 'run.json')
const write = (content: unknown) => writeFileSync(runFile(), JSON.stringify(content))
/** A process number that was somebody's, and is nobody's any more. */
const gone = () => spawnSync(process.execPath, ['-e', '']).pid

describe('secrets', () => {
  test('are made at the first start, and the same at every later one', () => {
    const made = readSecrets(folder)
    expect(readSecrets(folder)).toEqual(made)
    expect(made.authSecret.length).toBeGreaterThanOrEqual(32)
    expect(made.stripeKey).toMatch(/^sk_test_sim[0-9a-f]{36}$/)
    expect(made.endpoint).toBeNull()
  })

  test('are different in every folder', () => {
    const first = readSecrets(folder)
    const second = readSecrets(path.join(folder, 'other'))
    for (const name of ['postgresPassword', 'authSecret', 'stripeKey'] as const)
      expect(second[name]).not.toBe(first[name])
  })

  test('65: are readable by their owner only, also when they are written anew', () => {
    const secrets = readSecrets(folder)
    const mode = () => statSync(path.join(folder, 'secrets.json')).mode & 0o777
    expect(mode()).toBe(0o600)
    writeSecrets(folder, { ...secrets, endpoint: { id: 'we_1', secret: 'whsec_1' } })
    expect(mode()).toBe(0o600)
    expect(readSecrets(folder).endpoint).toEqual({ id: 'we_1', secret: 'whsec_1' })
  })

  test('that cannot be read are not made anew: the data belongs to the old ones', () => {
    readSecrets(folder)
    const file = path.join(folder, 'secrets.json')
    writeFileSync(file, '{"postgresPassword": "only"}')
    expect(() => readSecrets(folder)).toThrow('authSecret')
    expect(readFileSync(file, 'utf8')).toContain('only')
  })

  test('leave no draft behind', () => {
    readSecrets(folder)
    expect(readdirSync(folder)).toEqual(['secrets.json'])
  })
})

describe('who runs here', () => {
  test('is nobody in a folder that is not there', () => {
    expect(readRun(folder)).toBeNull()
  })

  test('is whoever wrote it, while they live', () => {
    writeRun(folder, run)
    expect(readRun(folder)).toMatchObject({ ...run, pid: process.pid })
    expect(statSync(runFile()).mode & 0o777).toBe(0o600)
  })

  test('is nobody when a crash left the note', () => {
    writeRun(folder, run)
    write({ ...run, pid: gone() })
    expect(readRun(folder)).toBeNull()
  })

  test.runIf(existsSync('/proc/self/stat'))(
    'is nobody when the number was given to another process since, even to us',
    () => {
      writeRun(folder, run)
      const { born }: { born: string } = JSON.parse(readFileSync(runFile(), 'utf8'))
      write({ ...run, pid: process.pid, born: `${born}0` })
      expect(readRun(folder)).toBeNull()
      write({ ...run, pid: process.ppid, born })
      expect(readRun(folder)).toBeNull()
    },
  )

  test('is believed to live where the system does not tell when it began', () => {
    writeRun(folder, run)
    write({ ...run, pid: process.ppid, born: null })
    expect(readRun(folder)).toMatchObject({ pid: process.ppid })
  })

  test.each(['', '{', 'null', '[]', '{"pid":"1"}'])('is nobody when the note says %j', (text) => {
    writeRun(folder, run)
    writeFileSync(runFile(), text)
    expect(readRun(folder)).toBeNull()
  })

  test('the note is taken away by whoever wrote it, and by nobody else', () => {
    writeRun(folder, run)
    write({ ...run, pid: process.ppid })
    clearRun(folder)
    expect(readRun(folder)).toMatchObject({ pid: process.ppid })
    writeRun(folder, run)
    clearRun(folder)
    expect(readRun(folder)).toBeNull()
    clearRun(folder)
  })
})
