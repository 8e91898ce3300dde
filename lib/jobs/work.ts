import { forgetExpiredLimits } from '#db/queries/limits.ts'
import { forgetMailsOfIssues } from '#db/queries/newsletter-issues.ts'
import { forgetOldNewsletters } from '#db/queries/newsletters.ts'
import { forgetOldChallenges } from '#db/queries/sign-in.ts'
import { backgroundBilling } from '#lib/billing/connection.ts'
import { deliverGifts } from '#lib/billing/gifts/deliver.ts'
import { queueDueNotices } from '#lib/billing/notices.ts'
import { applyPriceChanges } from '#lib/billing/price-change.ts'
import { compareSubscriptions } from '#lib/billing/compare.ts'
import { alertDeadLetters } from '#lib/billing/dead-letters.ts'
import { alertOddities } from '#lib/billing/oddities.ts'
import { reconcileEvents } from '#lib/billing/reconcile.ts'
import { readOverdueRenewals } from '#lib/billing/renewals.ts'
import { settleWithdrawals } from '#lib/billing/settle-withdrawal.ts'
import { watchSetup } from '#lib/billing/watch-setup.ts'
import { DAY, HOUR, later, SECOND } from '#lib/clock.ts'
import { refreshMostRead } from '#lib/front/most-read.ts'
import { PENDING_DAYS } from '#lib/newsletters/confirm.ts'
import { sendIssues } from '#lib/newsletters/send-issues.ts'
import { forgetHistory } from '#lib/reading-history/keep.ts'
import { openStorage } from '#lib/pictures/storage.ts'
import { watchStorage } from '#lib/pictures/watch-storage.ts'
import { appDatabase, billingDatabase, environment, publicDatabase } from '#lib/runtime.ts'

/** Work that is done at certain times, by one instance. */
export type ScheduledWork = {
  /** Under which it stands in the database: letters and hyphens. */
  name: string
  /** When, as in a crontab, in the publication's zone. */
  cron: string
  /** Also when an instance starts: what should have happened meanwhile does not wait. */
  atStart: boolean
  /** After which it counts as broken off, and may begin again elsewhere. */
  longestSeconds: number
  /** `signal` tells work of many steps that the instance is being stopped. */
  run: (signal: AbortSignal) => Promise<unknown>
}

/** Whether this process has looked at the set-up yet: at a start it is looked at in any case. */
let looked = false

async function lookAtSetup(): Promise<void> {
  const { stripe: configured, siteUrl } = environment()
  const { stripe, now } = backgroundBilling()
  await watchSetup(appDatabase(), { ...configured, stripe, siteUrl }, { now, atOnce: !looked })
  looked = true
}

/** How long it is kept that somebody wanted a newsletter that they ended: as long as they may ask why they got it. */
const PROOF_DAYS = 3 * 365

/** How long each mail of an issue is kept. Its figures stay with the issue. */
const ISSUE_MAIL_DAYS = 30

/** All scheduled work. What a former version scheduled and is not here is taken off the schedule. */
export const scheduledWork: readonly ScheduledWork[] = [
  {
    name: 'overdue-renewals',
    cron: '* * * * *',
    atStart: true,
    longestSeconds: 900,
    run: () => readOverdueRenewals(billingDatabase(), backgroundBilling()),
  },
  {
    name: 'reconcile',
    cron: '*/10 * * * *',
    atStart: true,
    longestSeconds: 900,
    run: () => reconcileEvents(billingDatabase(), backgroundBilling()),
  },
  {
    name: 'withdrawals',
    cron: '* * * * *',
    atStart: true,
    longestSeconds: 900,
    run: () => settleWithdrawals(billingDatabase(), backgroundBilling()),
  },
  {
    name: 'notices',
    cron: '7 * * * *',
    atStart: true,
    longestSeconds: 900,
    run: async () => {
      await queueDueNotices(billingDatabase(), new Date())
      await applyPriceChanges(billingDatabase(), backgroundBilling())
    },
  },
  {
    name: 'gifts',
    cron: '* * * * *',
    atStart: true,
    longestSeconds: 900,
    run: () => deliverGifts(billingDatabase(), new Date()),
  },
  {
    name: 'compare-subscriptions',
    cron: '17 3 * * *',
    atStart: false,
    longestSeconds: (6 * HOUR) / SECOND,
    run: (signal) => compareSubscriptions(billingDatabase(), backgroundBilling(), signal),
  },
  {
    name: 'check-setup',
    cron: '*/10 * * * *',
    atStart: true,
    longestSeconds: 900,
    run: lookAtSetup,
  },
  {
    name: 'check-pictures',
    cron: '*/10 * * * *',
    atStart: true,
    longestSeconds: 900,
    run: () => watchStorage(appDatabase(), openStorage(environment().pictures), new Date()),
  },
  {
    name: 'dead-letters',
    cron: '*/10 * * * *',
    atStart: false,
    longestSeconds: 900,
    run: () => alertDeadLetters(appDatabase(), new Date()),
  },
  {
    name: 'oddities',
    cron: '*/10 * * * *',
    atStart: true,
    longestSeconds: 900,
    run: () => alertOddities(appDatabase(), new Date()),
  },
  {
    name: 'most-read',
    cron: '*/10 * * * *',
    atStart: true,
    longestSeconds: 300,
    run: () => refreshMostRead(appDatabase(), new Date()),
  },
  {
    name: 'newsletters',
    cron: '*/5 * * * *',
    atStart: true,
    longestSeconds: 900,
    run: (signal) =>
      sendIssues({ app: appDatabase(), public: publicDatabase() }, new Date(), { signal }),
  },
  {
    name: 'cleanups',
    cron: '23 * * * *',
    atStart: false,
    longestSeconds: 900,
    run: async () => {
      const now = new Date()
      await forgetOldChallenges(appDatabase(), later(now, -1 * DAY))
      await forgetExpiredLimits(appDatabase(), now)
      await forgetOldNewsletters(appDatabase(), {
        pendingBefore: later(now, -PENDING_DAYS * DAY),
        endedBefore: later(now, -PROOF_DAYS * DAY),
      })
      await forgetMailsOfIssues(appDatabase(), later(now, -ISSUE_MAIL_DAYS * DAY))
      await forgetHistory(appDatabase(), now)
    },
  },
]
