import { currentReader } from '#lib/auth/viewer.ts'
import { bannerFor } from '#lib/readers/banner.ts'
import { ownAccount } from '#lib/readers/own-account.ts'
import { appDatabase } from '#lib/runtime.ts'
import { BannerBar } from './banner-bar.tsx'

/** The banner of whoever is signed in, on pages that know who that is. */
export async function OwnBanner() {
  const reader = await currentReader()
  if (!reader) return null
  const banner = bannerFor(await ownAccount(appDatabase(), reader.id, new Date()))
  return banner && <BannerBar {...banner} />
}
