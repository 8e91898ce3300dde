/** An invoice as a PDF of one page, written by hand: text only, in a font every reader has. */
import type { Stripe } from 'stripe'
import type { Answer } from '../exchange.ts'
import { money } from '../objects/money.ts'

const day = (seconds: number) => new Date(seconds * 1000).toISOString().slice(0, 10)

/** What lies between the lines of an invoice and its total. */
export function changesOf(invoice: Stripe.Invoice): { name: string; amount: number }[] {
  const off = (invoice.total_discount_amounts ?? []).filter(({ amount }) => amount > 0)
  return [
    ...off.map(({ amount }) => ({ name: 'Discount', amount: -amount })),
    ...(invoice.total_taxes ?? []).map(({ amount }) => ({ name: 'Tax', amount })),
  ]
}

export function invoicePdf(invoice: Stripe.Invoice): Answer {
  const { currency, status_transitions: when } = invoice
  const body = writePdf([
    `Invoice ${invoice.number ?? invoice.id}`,
    'From the local stand-in for Stripe. No real money has moved.',
    '',
    `To: ${invoice.customer_name ?? ''} ${invoice.customer_email ?? ''}`,
    ...(invoice.customer_tax_ids ?? []).map(({ value }) => `Tax ID: ${value ?? ''}`),
    `Date: ${day(invoice.effective_at ?? invoice.created)}`,
    `Status: ${invoice.status ?? ''}${when.paid_at === null ? '' : ` on ${day(when.paid_at)}`}`,
    '',
    ...invoice.lines.data.flatMap((line) => [
      `${line.description ?? ''}: ${money(line.amount, currency)}`,
      ...(line.period.start === line.period.end
        ? []
        : [`   ${day(line.period.start)} to ${day(line.period.end)}`]),
    ]),
    ...changesOf(invoice).map(({ name, amount }) => `${name}: ${money(amount, currency)}`),
    '',
    `Total: ${money(invoice.total, currency)}`,
    `Paid: ${money(invoice.amount_paid, currency)}`,
  ])
  return {
    kind: 'answer',
    status: 200,
    type: 'application/pdf',
    body,
    headers: {
      'content-disposition': `attachment; filename="invoice-${invoice.number ?? invoice.id}.pdf"`,
    },
  }
}

/** The objects of a PDF, with the table that says at which byte each begins. */
function writePdf(lines: string[]): Uint8Array {
  const text = lines.map((line) => `(${escape(line)}) Tj T*`).join('\n')
  const stream = `BT /F1 12 Tf 18 TL 56 780 Td\n${text}\nET`
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    `<< /Length ${Buffer.byteLength(stream, 'latin1')} >>\nstream\n${stream}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>',
  ]
  let pdf = '%PDF-1.4\n'
  const offsets = objects.map((object, at) => {
    const offset = Buffer.byteLength(pdf, 'latin1')
    pdf += `${at + 1} 0 obj\n${object}\nendobj\n`
    return `${String(offset).padStart(10, '0')} 00000 n \n`
  })
  const start = Buffer.byteLength(pdf, 'latin1')
  pdf += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${offsets.join('')}`
  pdf += `trailer << /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${start}\n%%EOF\n`
  return Buffer.from(pdf, 'latin1')
}

/** What the font has no letter for becomes a question mark. */
function escape(line: string): string {
  return line
    .replace(/[^\u0020-\u007e\u00a0-\u00ff]/g, '?')
    .replace(/[\\()]/g, (sign) => `\\${sign}`)
}
