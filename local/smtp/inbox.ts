import type { Faults } from './faults.ts'
import type { MailStore } from './store.ts'

/** What the SMTP side and the HTTP side share: the mails, and the failures asked for. */
export type Inbox = { store: MailStore; faults: Faults }
