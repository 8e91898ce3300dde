'use server'

import { redirect } from 'next/navigation'
import { keepPicture } from '#lib/newsroom/pictures.ts'
import { refusals } from '#lib/pictures/check.ts'
import { limits } from '#lib/pictures/limits.ts'
import { type Fetched, fetchPicture } from '#lib/pictures/fetch.ts'
import { openStorage } from '#lib/pictures/storage.ts'
import { fileNameOf } from '#lib/pictures/take.ts'
import { appDatabase, environment } from '#lib/runtime.ts'
import { textOf } from '../../../../request-origin.ts'
import { requireStaff } from '../../../guard.ts'

type Typed = Record<'address' | 'alt' | 'caption' | 'credit' | 'source', string>

/** What the form shows when nothing was added, with what was typed. A file has to be chosen again. */
export type AddState = { problem: string | null; typed: Typed }

/** Keeps the picture of the form: its file, or what is at its address. */
export async function addPicture(_before: AddState, form: FormData): Promise<AddState> {
  const { actor } = await requireStaff('keep pictures', '/newsroom/pictures/add')
  const typed: Typed = {
    address: textOf(form, 'address').trim().slice(0, 2000),
    alt: textOf(form, 'alt').trim().slice(0, 1000),
    caption: textOf(form, 'caption').trim().slice(0, 1000),
    credit: textOf(form, 'credit').trim().slice(0, 300),
    source: textOf(form, 'source').trim().slice(0, 1000),
  }
  const file = fileOf(form)
  const chooseAgain = file ? ' Choose the file again.' : ''
  const say = (problem: string): AddState => ({ problem: problem + chooseAgain, typed })
  if (!file && typed.address === '') return say('Choose a file, or type the address of a picture.')
  if (file && typed.address !== '')
    return say('Choose either a file or an address: which of the two is it?')
  if (file && file.size > limits.bytes) return say(refusals.too_many_bytes)
  const { address, alt, caption, credit, source } = typed
  const about = {
    alt,
    caption: caption || null,
    credit: credit || null,
    source: source || address || null,
    fileName: file?.name.slice(0, 300) ?? fileNameOf(address),
  }
  const storage = openStorage(environment().pictures)
  const kept = await keepPicture(appDatabase(), storage, actor, about, () =>
    file ? bytesOf(file) : fetchPicture(address),
  )
  if (kept.kind === 'refused') return say(kept.why)
  redirect(`/newsroom/pictures/${kept.picture.id}?did=${kept.added ? 'added' : 'known'}`)
}

/** Where none was chosen a browser sends an empty one, whose name depends on how the form was sent. */
function fileOf(form: FormData): File | null {
  const file = form.get('file')
  return file instanceof File && file.size > 0 ? file : null
}

async function bytesOf(file: File): Promise<Fetched> {
  return { kind: 'fetched', bytes: Buffer.from(await file.arrayBuffer()) }
}
