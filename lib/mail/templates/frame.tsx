import { Body, Button, Container, Head, Hr, Html, Preview, Section, Text } from 'react-email'
import type { ReactNode } from 'react'
import { publication } from '#lib/publication.ts'
import { Link } from './link.tsx'

const serif = "Georgia, 'Times New Roman', serif"
const sans = "-apple-system, 'Segoe UI', Helvetica, Arial, sans-serif"

// A mail knows no night: many programs show it in other colours then, as they please.
const { panel, sheet, brand, ink, rule, red, ...others } = publication.colours.light
const onBrand = others['on-brand']
const inkSoft = others['ink-soft']

const styles = {
  body: { backgroundColor: panel, margin: 0, padding: '24px 12px', fontFamily: sans },
  page: { backgroundColor: sheet, maxWidth: '520px', padding: '32px 28px', margin: '0 auto' },
  name: { fontFamily: serif, fontSize: '22px', margin: '0 0 4px', color: ink },
  rule: { borderTop: `2px solid ${red}`, width: '40px', margin: '12px 0 24px' },
  paragraph: { fontSize: '16px', lineHeight: '25px', color: ink, margin: '0 0 16px' },
  fine: { fontSize: '13px', lineHeight: '20px', color: inkSoft, margin: '0 0 8px' },
  button: {
    backgroundColor: brand,
    color: onBrand,
    fontSize: '16px',
    fontWeight: 600,
    padding: '12px 20px',
    textDecoration: 'none',
  },
  code: {
    fontFamily: "'SF Mono', Menlo, Consolas, monospace",
    fontSize: '32px',
    letterSpacing: '6px',
    color: ink,
    margin: '0 0 20px',
  },
}

/** The frame of every message: name, content, and why it was sent. */
export function Frame(props: { preview: string; why: string; children: ReactNode }) {
  return (
    <Html lang={publication.language} dir={publication.direction}>
      <Head />
      <Preview>{props.preview}</Preview>
      <Body lang={publication.language} dir={publication.direction} style={styles.body}>
        <Container style={styles.page}>
          <Text style={styles.name}>{publication.name}</Text>
          <Hr style={styles.rule} />
          <Section>{props.children}</Section>
          <Hr style={{ borderTop: `1px solid ${rule}`, margin: '24px 0 16px' }} />
          <Text style={styles.fine}>
            {props.why} Questions? Write to{' '}
            <Link href={`mailto:${publication.contactEmail}`}>{publication.contactEmail}</Link>.
          </Text>
        </Container>
      </Body>
    </Html>
  )
}

export function Paragraph(props: { children: ReactNode }) {
  return <Text style={styles.paragraph}>{props.children}</Text>
}

export function Action(props: { href: string; children: ReactNode }) {
  return (
    <Section style={{ margin: '8px 0 24px' }}>
      <Button href={props.href} style={styles.button}>
        {props.children}
      </Button>
    </Section>
  )
}

export function Code(props: { children: string }) {
  return <Text style={styles.code}>{props.children}</Text>
}
