import type { Context } from "./context";
import { newId } from "./ids";
import { present } from "./present";
import type { Customer, Kind, Tables } from "./tables";

/** Keeps an event with a snapshot of its object, for the list of events and for the endpoints that want it. */
export function emit<K extends Kind>(context: Context, type: string, kind: K, record: Tables[K]): void {
  keep(context, type, record, present(context, kind, record), null);
}

/** Keeps an event about a change, with the former values of what changed; nothing if nothing did. */
export function emitChange<K extends Kind>(
  context: Context,
  type: string,
  kind: K,
  change: { before: object; after: Tables[K] },
): void {
  const shown = present(context, kind, change.after);
  const previous = formerValues(change.before as Shown, shown as Shown);
  if (Object.keys(previous).length > 0) keep(context, type, change.after, shown, previous);
}

/** An event about an object that is not kept by itself, as a charge. */
export function emitObject(context: Context, type: string, customer: string, object: object): void {
  keep(context, type, { customer }, object, null);
}

function keep(context: Context, type: string, record: object, object: object, previous: Shown | null): void {
  const { store } = context;
  const customer = customerOf(record);
  const event = store.put("events", {
    id: newId("evt"),
    type,
    created: context.timeOf(customer),
    // Answers are made anew each time, but parts of records in them are shared: none is ever changed in place.
    object,
    previous,
    request: context.request,
    clock: store.find("customers", customer)?.test_clock ?? null,
  });
  for (const endpoint of store.all("endpoints")) {
    const wanted = endpoint.enabled_events;
    if (endpoint.status === "enabled" && (wanted.includes("*") || wanted.includes(type)))
      store.put("deliveries", { id: newId("dlv"), event: event.id, endpoint: endpoint.id, tries: 0 });
  }
}

function customerOf(record: object): string | null {
  const { id, object, customer } = record as Partial<Customer> & { customer?: string | null };
  return (object === "customer" ? id : customer) ?? null;
}

type Shown = Record<string, unknown>;

/** The values before, of the fields that are different now; inside maps the same, lists as a whole. */
export function formerValues(before: Shown, after: Shown): Shown {
  const former: Shown = {};
  for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const [was, is] = [before[key], after[key]];
    if (JSON.stringify(was) === JSON.stringify(is)) continue;
    const inside = isMap(was) && isMap(is) ? formerValues(was, is) : undefined;
    former[key] = inside ?? was ?? null;
  }
  return former;
}

function isMap(value: unknown): value is Shown {
  return typeof value === "object" && value !== null && !Array.isArray(value) && (value as Shown).object !== "list";
}
