import type { Metadata } from 'next'
import { newsletters } from '#lib/newsletter-list.ts'
import { choiceByLink } from '#lib/newsletters/choose.ts'
import { appDatabase } from '#lib/runtime.ts'
import { Narrow } from '../../../parts/narrow.tsx'
import { NewsletterChoices } from '../../../parts/newsletter-choices.tsx'
import { Submit } from '../../../parts/submit.client.tsx'
import { saveChoice } from '../actions.ts'
import { ChoiceSaid } from '../said.tsx'
import { UnknownLink } from '../unknown-link.tsx'

export const metadata: Metadata = {
  title: 'Your newsletters',
  robots: { index: false },
  referrer: 'same-origin',
}

type Param = string | string[] | undefined
type Props = { searchParams: Promise<{ t?: Param; did?: Param }> }

/** For whoever has the link of a mail: no account is needed. */
export default async function PreferencesPage({ searchParams }: Props) {
  const { t, did } = await searchParams
  const choice = typeof t === 'string' ? await choiceByLink(appDatabase(), t) : null
  if (!choice || typeof t !== 'string') return <UnknownLink />
  return (
    <Narrow title="Your newsletters">
      <p className="font-serif text-lg leading-snug">
        What we send to <strong className="wrap-anywhere">{choice.email}</strong>.
      </p>
      <ChoiceSaid did={did} />
      <form action={saveChoice} className="grid gap-5">
        <input type="hidden" name="t" value={t} />
        <NewsletterChoices letters={newsletters} chosen={choice.received} />
        <Submit pending="Saving …" wide>
          Save
        </Submit>
        {choice.received.length > 0 && (
          <button type="submit" name="none" value="yes" className="button button-quiet w-full">
            Unsubscribe from all
          </button>
        )}
      </form>
    </Narrow>
  )
}
