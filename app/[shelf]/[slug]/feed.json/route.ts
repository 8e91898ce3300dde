import { answerShelfFeed, type ShelfFeedProps } from '../../../feed-answer.ts'

export const dynamic = 'force-dynamic'

export const GET = (_: Request, props: ShelfFeedProps) => answerShelfFeed('json', props)
