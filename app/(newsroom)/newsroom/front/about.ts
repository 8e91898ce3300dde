import type { DeskContainer, PassedOver, Shown } from '#lib/front/desk.ts'
import { formatMoment } from '#lib/format.ts'

/** What a container is, and what comes into it by itself. */
export function aboutContainer({ kind, shelf, articles }: DeskContainer): string {
  const of = shelf ? ` of ${shelf.name}` : ''
  const most = articles === 1 ? 'one article' : `up to ${articles} articles`
  switch (kind) {
    case 'lead':
      return `The lead: ${most}, the newest, and first one with a picture`
    case 'river':
      return `The latest: ${most} that stand nowhere above`
    case 'section':
      return `A section: ${most}, the newest${of} that stand nowhere above`
    case 'topic':
      return `A topic: ${most}, the newest${of} that stand nowhere above`
    case 'opinion':
      return `Opinion: ${most}, the newest${of}, which come nowhere else by themselves`
    case 'most_read':
      return `A list of what readers open most: ${most}`
    case 'newsletter':
      return 'An invitation to the newsletters'
    case 'subscribe':
      return 'An invitation to subscribe, which subscribers do not see'
    default:
      return kind satisfies never
  }
}

/** Why an article stands where it does. */
export function whyShown({ why, until }: Shown): string {
  if (why === 'pinned') return until ? `Pinned until ${formatMoment(until)}` : 'Pinned'
  return why === 'picture' ? 'By itself: the newest with a picture' : 'By itself: the newest'
}

/** Why an article that is pinned is not seen where it is pinned. */
export function whyPassedOver({ because, place, until }: PassedOver): string {
  const pinned = `Pinned to place ${place + 1}${until ? ` until ${formatMoment(until)}` : ''}`
  switch (because) {
    case 'not_public':
      return `${pinned}, but it is not public: readers do not see it`
    case 'elsewhere':
      return `${pinned}, but it stands further up already`
    case 'no_place':
      return `${pinned}, but the container has no such place`
    case 'hidden':
      return `${pinned}; it waits, as the container does`
    default:
      return because satisfies never
  }
}
