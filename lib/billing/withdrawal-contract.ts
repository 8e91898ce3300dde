import { timingSafeEqual } from 'node:crypto'
import type { AppDatabase } from '#db/client.ts'
import {
  contractByInvoice,
  contractOf,
  type ContractRow,
  newestContractOf,
} from '#db/queries/withdrawals.ts'
import { hashToken } from '#lib/auth/hash.ts'
import { deriveToken } from '#lib/derived-token.ts'

/** What shows whose contract it is: the link of our own mail, being signed in, or what was typed. */
export type Claim =
  | { kind: 'link'; link: string }
  | { kind: 'account'; readerId: string }
  | { kind: 'form' }

/**
 * What a signed reference such as `sub_1.token` names, or null when we did not make it. The token is
 * made anew and compared in constant time: no list of links is kept that could be stolen.
 */
export function readSigned(signed: string): string | null {
  const dot = signed.lastIndexOf('.')
  const [id, token] = [signed.slice(0, Math.max(dot, 0)), signed.slice(dot + 1)]
  if (id === '' || id.length > 255) return null
  // Hashed, so that both have one length, and time does not tell where they begin to differ.
  const [given, made] = [token, deriveToken('withdrawal', id)].map((one) =>
    Buffer.from(hashToken(one)),
  )
  return given && made && timingSafeEqual(given, made) ? id : null
}

/** A reference that `readSigned` accepts. */
export function sign(id: string): string {
  return `${id}.${deriveToken('withdrawal', id)}`
}

/**
 * The contract that a claim proves, or null. An address and an invoice number must both fit: either
 * alone is known to others, and no answer tells which of the two was wrong.
 */
export async function findContract(
  db: AppDatabase,
  claim: Claim,
  typed: { email: string; reference: string | null },
): Promise<ContractRow | null> {
  const { email, reference } = typed
  const named =
    reference === null ? null : await contractByInvoice(db, email, reference.replace(/^#/, ''))
  switch (claim.kind) {
    case 'link': {
      const id = readSigned(claim.link)
      return (id === null ? null : await contractOf(db, id)) ?? named
    }
    case 'account':
      // Who is signed in may mean an older contract of theirs, by the number of its invoice.
      return named?.readerId === claim.readerId
        ? named
        : ((await newestContractOf(db, claim.readerId)) ?? named)
    case 'form':
      return named
  }
}
