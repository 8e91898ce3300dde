import { headers } from 'next/headers'
import { nameDevice } from '#lib/auth/device.ts'
import { addressKey } from '#lib/limits.ts'

/**
 * Where a request comes from: the address that the door has found, as limits know it, and the device in words.
 */
export async function requestOrigin(): Promise<{ address: string; device: string }> {
  const all = await headers()
  return {
    address: addressKey(all.get('x-forwarded-for') ?? 'unknown'),
    device: nameDevice(all.get('user-agent')),
  }
}

/** A text field of a form; empty when it is missing or a file. */
export function textOf(form: FormData, field: string): string {
  const value = form.get(field)
  return typeof value === 'string' ? value : ''
}

/** What a form says under one name several times: boxes that are ticked. */
export function textsOf(form: FormData, field: string): string[] {
  return form.getAll(field).filter((value) => typeof value === 'string')
}

/** When something that was tried too often may be tried again, in words. */
export function inAWhile(seconds: number): string {
  return seconds < 90 ? 'in a minute' : `in ${Math.ceil(seconds / 60)} minutes`
}
