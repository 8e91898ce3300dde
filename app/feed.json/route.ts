import { answerFeed } from '../feed-answer.ts'

export const dynamic = 'force-dynamic'

export const GET = () => answerFeed('json')
