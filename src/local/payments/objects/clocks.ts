import { boundary } from "../calendar";
import type { Context } from "../context";
import { workOff } from "../engine/due";
import { intervalOf } from "../engine/lines";
import { isLive } from "../engine/standing";
import { emit } from "../events";
import { newId } from "../ids";
import { listOf } from "../list";
import { present } from "../present";
import { Refusal } from "../refusal";
import { route } from "../route";
import { page, text, whole } from "../schema";
import type { Clock } from "../tables";
import { itemsOf } from "./subscription-shape";

const DAYS_KEPT = 30 * 24 * 60 * 60;
const TWO_YEARS = { interval: "year", interval_count: 2 };

const PATH = "/v1/test_helpers/test_clocks";

export const clockRoutes = [
  route(`POST ${PATH}`, { frozen_time: whole(0), name: text(300).optional() }, ({ context, params }) => {
    const now = context.wall();
    const clock = context.store.put("clocks", {
      id: newId("clock"),
      object: "test_helpers.test_clock",
      created: now,
      deletes_after: now + DAYS_KEPT,
      frozen_time: params.frozen_time,
      livemode: false,
      name: params.name ?? null,
      status: "ready",
      status_details: {},
    });
    emit(context, "test_helpers.test_clock.created", "clocks", clock);
    return present(context, "clocks", clock);
  }),
  route(`GET ${PATH}`, page, ({ context, params }) =>
    listOf(PATH, context.store.all("clocks"), params, (each) => present(context, "clocks", each)),
  ),
  route(`GET ${PATH}/:id`, {}, ({ context, id }) => present(context, "clocks", existing(context, id))),
  route(`DELETE ${PATH}/:id`, {}, ({ context, id }) => {
    existing(context, id);
    for (const customer of context.store.where("customers", (each) => each.test_clock === id))
      forget(context, customer.id);
    context.store.remove("clocks", id);
    return { id, object: "test_helpers.test_clock", deleted: true };
  }),
  route(`POST ${PATH}/:id/advance`, { frozen_time: whole(0) }, ({ context, params, id }) => {
    const clock = existing(context, id);
    checkTarget(context, clock, params.frozen_time);
    const advancing = context.store.put("clocks", {
      ...clock,
      status: "advancing",
      status_details: { advancing: { target_frozen_time: params.frozen_time } },
    });
    emit(context, "test_helpers.test_clock.advancing", "clocks", advancing);
    context.afterwards(() => advance(context, id, params.frozen_time));
    return present(context, "clocks", advancing);
  }),
];

/** Goes on to a time, and does on the way what is due. */
export function advance(context: Context, id: string, target: number): void {
  workOff(context, id, target);
  const clock = context.store.get("clocks", id);
  const ready = context.store.put("clocks", { ...clock, frozen_time: target, status: "ready", status_details: {} });
  emit(context, "test_helpers.test_clock.ready", "clocks", ready);
  context.store.commit();
}

function existing({ store }: Context, id: string): Clock {
  const clock = store.find("clocks", id);
  if (!clock) throw Refusal.missing("test clock", id);
  return clock;
}

/** At most two of the shortest periods on the clock, or two years. */
function checkTarget(context: Context, { id, status, frozen_time: now }: Clock, target: number): void {
  if (status !== "ready") throw new Refusal(429, { code: "rate_limit", message: "The test clock is still advancing." });
  if (target <= now)
    throw Refusal.parameter(undefined, "frozen_time", "The new time must lie after the clock's present time.");
  const live = context.store.where("subscriptions", (each) => each.test_clock === id && isLive(each));
  const ends = live.flatMap((each) =>
    itemsOf(context, each.id).map(({ price }) => boundary(now, intervalOf(context.store.get("prices", price)), 2)),
  );
  const most = ends.length === 0 ? boundary(now, TWO_YEARS, 1) : Math.min(...ends);
  if (target > most) {
    const message = "You can only advance the test clock by up to two intervals of the shortest subscription on it.";
    throw Refusal.parameter(undefined, "frozen_time", message);
  }
}

/** A customer with all that belongs to it. */
function forget({ store }: Context, id: string): void {
  for (const { id: each } of store.where("subscriptions", ({ customer }) => customer === id)) {
    for (const item of store.where("items", ({ subscription }) => subscription === each))
      store.remove("items", item.id);
    store.remove("subscriptions", each);
  }
  for (const kind of ["invoices", "paymentMethods", "taxIds", "invoiceItems", "intents"] as const)
    for (const record of store.where(kind, ({ customer }) => customer === id)) store.remove(kind, record.id);
  store.remove("customers", id);
}
