import type { Route } from '../kernel/router.ts'
import { accountRoutes } from './account.ts'
import { catalogRoutes } from './catalog.ts'
import { checkoutRoutes } from './checkout.ts'
import { couponRoutes } from './coupons.ts'
import { customerRoutes } from './customers.ts'
import { eventRoutes } from './events.ts'
import { invoiceItemRoutes } from './invoice-items.ts'
import { invoiceRoutes } from './invoices.ts'
import { paymentRoutes } from './payments.ts'
import { portalConfigurationRoutes } from './portal-configurations.ts'
import { portalRoutes } from './portal.ts'
import { previewRoutes } from './previews.ts'
import { promotionCodeRoutes } from './promotion-codes.ts'
import { reversalRoutes } from './reversals.ts'
import { subscriptionRoutes } from './subscriptions.ts'
import { taxIdRoutes } from './tax-ids.ts'
import { testClockRoutes } from './test-clocks.ts'
import { webhookEndpointRoutes } from './webhook-endpoints.ts'

/** Everything that `/v1` knows. */
export const routes: readonly Route[] = [
  ...customerRoutes,
  ...catalogRoutes,
  ...taxIdRoutes,
  ...couponRoutes,
  ...promotionCodeRoutes,
  ...checkoutRoutes,
  ...subscriptionRoutes,
  ...previewRoutes,
  ...invoiceRoutes,
  ...invoiceItemRoutes,
  ...paymentRoutes,
  ...reversalRoutes,
  ...portalRoutes,
  ...portalConfigurationRoutes,
  ...eventRoutes,
  ...webhookEndpointRoutes,
  ...testClockRoutes,
  ...accountRoutes,
]
