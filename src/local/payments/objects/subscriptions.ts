import type { Context } from "../context";
import { isWithin, listOf } from "../list";
import { present } from "../present";
import { Refusal } from "../refusal";
import { route } from "../route";
import { one, page, range, text } from "../schema";
import type { Subscription } from "../tables";

const STATES = [
  "active",
  "canceled",
  "incomplete",
  "incomplete_expired",
  "past_due",
  "paused",
  "trialing",
  "unpaid",
] as const;

export const subscriptionRoutes = [
  route(
    "GET /v1/subscriptions",
    {
      ...page,
      created: range().optional(),
      customer: text().optional(),
      price: text().optional(),
      status: one("all", "ended", ...STATES).optional(),
      test_clock: text().optional(),
    },
    ({ context, params }) => {
      const { customer, created, price, status, test_clock: clock } = params;
      if (customer !== undefined && !context.store.find("customers", customer))
        throw Refusal.missingParameter("customer", customer, "customer");
      const found = context.store.where(
        "subscriptions",
        (each) =>
          (customer === undefined ? each.test_clock === (clock ?? null) : each.customer === customer) &&
          isWithin(each.created, created) &&
          isIn(each, status) &&
          (price === undefined || hasPrice(context, each, price)),
      );
      return listOf("/v1/subscriptions", found, params, (each) => present(context, "subscriptions", each));
    },
  ),
  route("GET /v1/subscriptions/:id", {}, ({ context, id }) => present(context, "subscriptions", existing(context, id))),
];

/** Without a state in the request, ended ones are left out. */
function isIn({ status }: Subscription, wanted: string | undefined): boolean {
  const ended = status === "canceled" || status === "incomplete_expired";
  if (wanted === "all") return true;
  if (wanted === "ended") return ended;
  return wanted === undefined ? status !== "canceled" : status === wanted;
}

function hasPrice({ store }: Context, { id }: Subscription, price: string): boolean {
  return store.where("items", (item) => item.subscription === id && item.price === price).length > 0;
}

export function existing({ store }: Context, id: string): Subscription {
  const found = store.find("subscriptions", id);
  if (!found) throw Refusal.missing("subscription", id);
  return found;
}
