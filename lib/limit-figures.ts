/**
 * Every limit of the house: so many turns (`points`) in so many seconds. The table of docs/operations.md shows
 * the same, and a test compares them.
 */
import { DAY, HOUR, MINUTE, SECOND } from './clock.ts'
import type { Limit } from './limits.ts'

const aDay = DAY / SECOND
const anHour = HOUR / SECOND
const aMinute = MINUTE / SECOND

export const limits = {
  signInMailsFromAddress: { name: 'sign_in_mail_ip', points: 60, seconds: anHour },
  signInMailsToEmail: { name: 'sign_in_mail_to', points: 20, seconds: anHour },
  signInCodesFromAddress: { name: 'sign_in_code_ip', points: 120, seconds: anHour },
  signInCodesForEmail: { name: 'sign_in_code_to', points: 30, seconds: anHour },
  checkouts: { name: 'checkout', points: 30, seconds: anHour },
  giftCheckouts: { name: 'gift checkout', points: 30, seconds: anHour },
  giftLooks: { name: 'look at a gift', points: 60, seconds: anHour },
  giftRedemptions: { name: 'redeem', points: 20, seconds: anHour },
  ownSubscription: { name: 'own_subscription', points: 60, seconds: anHour },
  ownReadings: { name: 'own_reading', points: 240, seconds: anHour },
  planPreviews: { name: 'preview of a plan', points: 120, seconds: anHour },
  planChanges: { name: 'change of plan', points: 20, seconds: anHour },
  emailChangesOfReader: { name: 'email_change', points: 5, seconds: anHour },
  emailChangesFromAddress: { name: 'email_change_ip', points: 20, seconds: anHour },
  emailChangesToEmail: { name: 'email_change_to', points: 5, seconds: anHour },
  privateFeedsMade: { name: 'private_feed', points: 10, seconds: anHour },
  privateFeedReadings: { name: 'private_feed_read', points: 60, seconds: anHour },
  newsletterSignUpsFromAddress: { name: 'newsletter_ip', points: 20, seconds: anHour },
  newsletterMailsToEmail: { name: 'newsletter_to', points: 3, seconds: aDay },
  newsletterChanges: { name: 'newsletter_change', points: 60, seconds: anHour },
  newsletterTests: { name: 'newsletter_test', points: 20, seconds: anHour },
  giftLinksMade: { name: 'gift_link', points: 30, seconds: anHour },
  giftLinkLooks: { name: 'gift_link_look', points: 600, seconds: anHour },
  giftLinkOpenings: { name: 'gift_link_open', points: 600, seconds: anHour },
  articlesSaved: { name: 'save_article', points: 120, seconds: anHour },
  exports: { name: 'account_export', points: 10, seconds: anHour },
  deletions: { name: 'account_delete', points: 20, seconds: anHour },
  withdrawalsFromAddress: { name: 'withdraw_ip', points: 20, seconds: anHour },
  withdrawalsOfEmail: { name: 'withdraw_to', points: 10, seconds: anHour },
  commentBurst: { name: 'comment_burst', points: 5, seconds: 10 * aMinute },
  commentsOfDay: { name: 'comment_day', points: 30, seconds: aDay },
  commentReports: { name: 'comment_report', points: 20, seconds: aDay },
  commentNames: { name: 'comment_name', points: 3, seconds: aDay },
  searches: { name: 'search', points: 60, seconds: aMinute, ahead: 6 },
  ownState: { name: 'me', points: 600, seconds: 10 * aMinute, ahead: 20 },
  staffSearches: { name: 'staff_search', points: 120, seconds: anHour },
  staffSearchesTyped: { name: 'staff_search_typed', points: 1200, seconds: anHour },
  picturesOfStaff: { name: 'pictures', points: 120, seconds: anHour },
  staffLookUps: { name: 'staff_look_up', points: 300, seconds: anHour },
} as const satisfies Record<string, Limit>
