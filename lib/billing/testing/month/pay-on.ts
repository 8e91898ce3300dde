import { post } from '../../../../local/stripe/testing/start.ts'

/** Pays on a hosted page, and authenticates where the bank asks for it. */
export async function payOn(page: string, fields: Record<string, string>, answer = 'complete') {
  const paid = await post(page, fields)
  if (paid.status !== 303 || !paid.location?.endsWith('/authenticate')) return paid
  return post(new URL(paid.location, page).href, { answer })
}
