import { Heading, Section, Text } from 'react-email'
import { leaveLink, preferencesLink, confirmLink } from '#lib/newsletter-links.ts'
import { inWords, newsletterOf } from '#lib/newsletter-list.ts'
import { formatDay } from '#lib/format.ts'
import { publication } from '#lib/publication.ts'
import type { Message } from '../message.ts'
import { Action, Frame, Paragraph } from './frame.tsx'
import { Link } from './link.tsx'

type Props<K extends Message['kind']> = { message: Extract<Message, { kind: K }>; site: URL }

const serif = "Georgia, 'Times New Roman', serif"

/** Colours are those of the frame: what is said here in another size is said in the same ink. */
const styles = {
  kicker: { fontSize: '13px', lineHeight: '18px', fontWeight: 600, margin: '0 0 4px' },
  headline: {
    fontFamily: serif,
    fontSize: '22px',
    lineHeight: '28px',
    fontWeight: 600,
    margin: '0 0 6px',
  },
  standfirst: { fontFamily: serif, fontSize: '17px', lineHeight: '25px', margin: '0 0 6px' },
  byline: { fontSize: '13px', lineHeight: '18px', margin: 0 },
  story: { margin: '0 0 28px' },
  name: {
    fontFamily: serif,
    fontSize: '30px',
    lineHeight: '36px',
    fontWeight: 400,
    margin: '0 0 2px',
  },
  day: { fontSize: '14px', lineHeight: '20px', margin: '0 0 26px' },
  link: { color: 'inherit', textDecoration: 'none' },
}

/** Asks whoever reads this address’s mail whether they want it: nothing is sent without that. */
export function NewsletterConfirm({ message, site }: Props<'newsletter_confirm'>) {
  const { addressId, asked, already } = message
  const why = `Somebody asked for newsletters of ${publication.name} with this address. If that was not you, ignore this mail: without an answer we send none, and forget the address after a week.`
  if (asked.length === 0)
    return (
      <Frame preview="There is nothing to do." why={why}>
        <Paragraph>You receive {inWords(already)} already, so there is nothing to do.</Paragraph>
        <Action href={preferencesLink(site, addressId)}>See what you receive</Action>
      </Frame>
    )
  return (
    <Frame preview={`One click, and you receive ${inWords(asked)}.`} why={why}>
      <Paragraph>
        Please confirm that you want to receive {inWords(asked)} at this address. Open this page,
        and say yes there:
      </Paragraph>
      <Action href={confirmLink(site, addressId)}>Confirm</Action>
      {already.length > 0 && (
        <Paragraph>You receive {inWords(already)} already; nothing changes with that.</Paragraph>
      )}
      <Paragraph>The link is good for a week.</Paragraph>
    </Frame>
  )
}

/** One issue: what was published since the last, as lists on the site show it. */
export function Newsletter({ message, site }: Props<'newsletter'>) {
  const { addressId, newsletter, name, articles, dueAt } = message
  const about = newsletterOf(newsletter)
  const first = articles[0]
  return (
    <Frame
      preview={first ? first.standfirst : name}
      why={
        addressId === null
          ? 'This is a test that was sent from the newsroom, to you alone.'
          : `You receive ${name} because you confirmed that you want it.`
      }
    >
      <Heading as="h1" style={styles.name}>
        {name}
      </Heading>
      <Text style={styles.day}>
        {formatDay(new Date(dueAt))}
        {about && ` · ${about.when}`}
      </Text>
      {articles.map((article) => (
        <Story key={article.slug} article={article} site={site} />
      ))}
      <Paragraph>
        {addressId === null ? (
          'In the mail to readers, the links to leave it and to choose others stand here.'
        ) : (
          <>
            <Link href={leaveLink(site, addressId, newsletter)}>Unsubscribe from {name}</Link>
            {' · '}
            <Link href={preferencesLink(site, addressId)}>All newsletters</Link>
          </>
        )}
      </Paragraph>
    </Frame>
  )
}

type Article = Props<'newsletter'>['message']['articles'][number]

function Story({ article, site }: { article: Article; site: URL }) {
  const { slug, headline, standfirst, section, authors, isForSubscribers } = article
  return (
    <Section style={styles.story}>
      {section !== null && <Text style={styles.kicker}>{section}</Text>}
      <Heading as="h2" style={styles.headline}>
        <Link href={new URL(`/articles/${slug}`, site).href} style={styles.link}>
          {headline}
        </Link>
      </Heading>
      <Text style={styles.standfirst}>{standfirst}</Text>
      <Text style={styles.byline}>
        {authors.length > 0 && `By ${authors.join(', ')}`}
        {authors.length > 0 && isForSubscribers && ' · '}
        {isForSubscribers && 'For subscribers'}
      </Text>
    </Section>
  )
}
