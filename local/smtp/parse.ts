import { simpleParser, type EmailAddress, type ParsedMail } from 'mailparser'

/** A mail as a person or a test reads it. Everything in it was chosen by the sender: escape it. */
export type ReadableMail = {
  from: string
  subject: string
  /** The plain-text part as sent; null where there is none (it is not made from the HTML). */
  text: string | null
  /** The HTML part as sent, its inline pictures as data: addresses; null where there is none. */
  html: string | null
  /** Lower-case names; a header that is there twice has both values, a line each. */
  headers: Record<string, string>
  attachments: { name: string; type: string; size: number }[]
}

/** Reads a raw mail. Never rejects: a mail that can not be read still arrived, and its source can be seen. */
export async function parseMail(raw: Buffer): Promise<ReadableMail> {
  try {
    return readable(await simpleParser(raw, { skipHtmlToText: true, skipTextToHtml: true }))
  } catch {
    return {
      from: '',
      subject: '(This mail can not be read; see its source)',
      text: null,
      html: null,
      headers: {},
      attachments: [],
    }
  }
}

function readable(mail: ParsedMail): ReadableMail {
  return {
    from: mail.from?.value.map(nameOf).join(', ') ?? '',
    subject: mail.subject ?? '',
    text: mail.text || null,
    html: mail.html || null,
    headers: headersOf(mail),
    attachments: mail.attachments.map((part) => ({
      name: part.filename ?? '(no name)',
      type: part.contentType,
      size: part.size,
    })),
  }
}

/** As people read it; the parser's own text has quotes around every name. */
function nameOf({ name, address = '' }: EmailAddress): string {
  return name === '' ? address : `${name} <${address}>`
}

/** The decoded value where the parser leaves it a string, else the line itself without its folds. */
function headersOf(mail: ParsedMail): Record<string, string> {
  const headers = new Map<string, string>()
  for (const { key, line } of mail.headerLines) {
    const decoded = mail.headers.get(key)
    const value = typeof decoded === 'string' ? decoded : unfold(line.slice(line.indexOf(':') + 1))
    const before = headers.get(key)
    headers.set(key, before === undefined ? value : `${before}\n${value}`)
  }
  return Object.fromEntries(headers)
}

function unfold(value: string): string {
  return value.replace(/\r?\n[ \t]+/g, ' ').trim()
}
