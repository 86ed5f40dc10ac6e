import { clockRoutes } from "./objects/clocks";
import { customerRoutes } from "./objects/customers";
import { eventRoutes } from "./objects/event-log";
import { invoiceRoutes } from "./objects/invoices";
import { meterRoutes } from "./objects/meters";
import { paymentMethodRoutes } from "./objects/payment-methods";
import { portalRoutes } from "./objects/portal";
import { priceRoutes } from "./objects/prices";
import { productRoutes } from "./objects/products";
import { promotionRoutes } from "./objects/promotions";
import { sessionRoutes } from "./objects/sessions";
import { subscriptionRoutes } from "./objects/subscriptions";
import { taxIdRoutes } from "./objects/tax-ids";
import type { Route } from "./route";

/** Everything that the API does; all else is not found. */
export const routes: readonly Route[] = [
  ...customerRoutes,
  ...paymentMethodRoutes,
  ...taxIdRoutes,
  ...productRoutes,
  ...priceRoutes,
  ...promotionRoutes,
  ...sessionRoutes,
  ...portalRoutes,
  ...subscriptionRoutes,
  ...invoiceRoutes,
  ...meterRoutes,
  ...eventRoutes,
  ...clockRoutes,
];
