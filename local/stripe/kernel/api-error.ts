/** Refusals as Stripe words them. */
import { type Kind, nameOf } from './kinds.ts'

type ErrorBody = {
  type: 'invalid_request_error' | 'card_error' | 'idempotency_error' | 'api_error'
  message: string
  code?: string
  param?: string
  decline_code?: string
  [extra: string]: unknown
}

/**
 * An answer that is an error. What was written before it is taken back, unless it `keeps`: a declined
 * charge has happened, and is on record.
 */
export class ApiError extends Error {
  override name = 'ApiError'
  readonly status: number
  readonly body: ErrorBody
  readonly keeps: boolean
  constructor(status: number, body: ErrorBody, keeps = false) {
    super(body.message)
    this.status = status
    this.body = body
    this.keeps = keeps
  }
}

/** 400: the request makes no sense. */
export function invalid(message: string, more: { code?: string; param?: string } = {}): ApiError {
  return new ApiError(400, { type: 'invalid_request_error', message, ...more })
}

/** No such object: 404 when the address names it, 400 when a parameter does. */
export function missing(kind: Kind, id: string, param: string | null = null): ApiError {
  return new ApiError(param === null ? 404 : 400, {
    type: 'invalid_request_error',
    code: 'resource_missing',
    message: `No such ${nameOf(kind)}: '${id}'`,
    param: param ?? 'id',
  })
}
