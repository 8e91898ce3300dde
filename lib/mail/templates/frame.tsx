import { Body, Button, Container, Head, Hr, Html, Link, Preview, Section, Text } from 'react-email'
import type { ReactNode } from 'react'
import { publication } from '#lib/publication.ts'

const serif = "Georgia, 'Times New Roman', serif"
const sans = "-apple-system, 'Segoe UI', Helvetica, Arial, sans-serif"

const styles = {
  body: { backgroundColor: '#f3efe6', margin: 0, padding: '24px 12px', fontFamily: sans },
  page: { backgroundColor: '#fffdf8', maxWidth: '520px', padding: '32px 28px', margin: '0 auto' },
  name: { fontFamily: serif, fontSize: '22px', margin: '0 0 4px', color: '#10302f' },
  rule: { borderColor: '#d8442b', borderWidth: '2px', width: '40px', margin: '12px 0 24px' },
  paragraph: { fontSize: '16px', lineHeight: '25px', color: '#1d2b2a', margin: '0 0 16px' },
  fine: { fontSize: '13px', lineHeight: '20px', color: '#5a6665', margin: '0 0 8px' },
  button: {
    backgroundColor: '#10302f',
    color: '#fffdf8',
    fontSize: '16px',
    fontWeight: 600,
    padding: '12px 20px',
    textDecoration: 'none',
  },
  code: {
    fontFamily: "'SF Mono', Menlo, Consolas, monospace",
    fontSize: '32px',
    letterSpacing: '6px',
    color: '#10302f',
    margin: '0 0 20px',
  },
}

/** The frame of every message: name, content, and why it was sent. */
export function Frame(props: { preview: string; why: string; children: ReactNode }) {
  return (
    <Html lang={publication.language}>
      <Head />
      <Preview>{props.preview}</Preview>
      <Body style={styles.body}>
        <Container style={styles.page}>
          <Text style={styles.name}>{publication.name}</Text>
          <Hr style={styles.rule} />
          <Section>{props.children}</Section>
          <Hr style={{ borderColor: '#ddd6c8', margin: '24px 0 16px' }} />
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
