import { customerRoutes } from "./objects/customers";
import { paymentMethodRoutes } from "./objects/payment-methods";
import { priceRoutes } from "./objects/prices";
import { productRoutes } from "./objects/products";
import { promotionRoutes } from "./objects/promotions";
import { sessionRoutes } from "./objects/sessions";
import { subscriptionRoutes } from "./objects/subscriptions";
import type { Route } from "./route";

/** Everything that the API does; all else is not found. */
export const routes: readonly Route[] = [
  ...customerRoutes,
  ...paymentMethodRoutes,
  ...productRoutes,
  ...priceRoutes,
  ...promotionRoutes,
  ...sessionRoutes,
  ...subscriptionRoutes,
];
