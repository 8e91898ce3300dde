import { answerWebhook } from '#lib/billing/webhook.ts'

export const runtime = 'nodejs'

export async function POST(request: Request): Promise<Response> {
  return answerWebhook(request)
}
