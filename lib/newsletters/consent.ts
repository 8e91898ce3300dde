import { publication } from '#lib/publication.ts'

/** What somebody agrees to when they ask for newsletters, word for word; the version changes with the wording. */
export const newsletterConsent = {
  version: 'newsletters 2026-12-01',
  text: `I want ${publication.name} to send me the newsletters I have chosen. I can end each of them at any time, with the link in every mail.`,
} as const
