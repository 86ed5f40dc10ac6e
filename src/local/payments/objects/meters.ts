import { randomUUID } from "node:crypto";
import { z } from "zod";
import type { Context } from "../context";
import { decimalOf, usageIn } from "../engine/usage";
import { newId } from "../ids";
import { listOf } from "../list";
import { Refusal } from "../refusal";
import { route } from "../route";
import { one, page, text, whole } from "../schema";
import type { MeterEvent } from "../tables";

const MINUTE = 60;
const DAY = 24 * 60 * 60;
const LATEST = 35 * DAY;
const AHEAD = 5 * 60;
const VALUE = /^\d{1,15}(\.\d{1,12})?$/;

const payload = z.record(z.string().max(100), z.string().max(500));

export const meterRoutes = [
  route(
    "POST /v1/billing/meters",
    {
      customer_mapping: z.strictObject({ event_payload_key: text(100), type: one("by_id") }).optional(),
      default_aggregation: z.strictObject({ formula: one("count", "last", "sum") }),
      display_name: text(250),
      event_name: text(100),
      value_settings: z.strictObject({ event_payload_key: text(100) }).optional(),
    },
    ({ context, params }) => {
      const { store } = context;
      const taken = store
        .all("meters")
        .some((each) => each.event_name === params.event_name && each.status === "active");
      if (taken) {
        const message = `There is already an active meter with the event name ${params.event_name}.`;
        throw Refusal.parameter("resource_already_exists", "event_name", message);
      }
      const now = context.wall();
      return store.put("meters", {
        id: newId("mtr_test"),
        object: "billing.meter",
        created: now,
        customer_mapping: params.customer_mapping ?? { event_payload_key: "stripe_customer_id", type: "by_id" },
        default_aggregation: params.default_aggregation,
        display_name: params.display_name,
        event_name: params.event_name,
        event_time_window: null,
        livemode: false,
        status: "active",
        status_transitions: { deactivated_at: null },
        updated: now,
        value_settings: params.value_settings ?? { event_payload_key: "value" },
      });
    },
  ),
  route("GET /v1/billing/meters", { ...page, status: one("active", "inactive").optional() }, ({ context, params }) => {
    const { status } = params;
    const found = context.store.where("meters", (each) => status === undefined || each.status === status);
    return listOf("/v1/billing/meters", found, params, (each) => each);
  }),
  route(
    "GET /v1/billing/meters/:id/event_summaries",
    { ...page, customer: text(100), start_time: whole(0), end_time: whole(0) },
    ({ context, params, id }) => {
      const { customer, start_time: from, end_time: to } = params;
      const meter = context.store.get("meters", id);
      if (from % MINUTE !== 0 || to % MINUTE !== 0 || from >= to)
        throw Refusal.parameter("parameter_invalid_integer", "start_time", "Times are whole minutes, the start first.");
      const value = Number(decimalOf(usageIn(context, { meter: meter.id, customer, from, to })));
      const summary = {
        id: newId("mtrusg_test"),
        object: "billing.meter_event_summary",
        aggregated_value: value,
        start_time: from,
        end_time: to,
        livemode: false,
        meter: meter.id,
      };
      return listOf(`/v1/billing/meters/${id}/event_summaries`, [summary], params, (each) => each);
    },
  ),
  route(
    "POST /v1/billing/meter_events",
    { event_name: text(100), identifier: text(100).optional(), payload, timestamp: whole(0).optional() },
    ({ context, params }) => {
      const event = record(context, params);
      const { event_name, identifier, created, timestamp } = event;
      return {
        object: "billing.meter_event",
        created,
        event_name,
        identifier,
        livemode: false,
        payload: event.payload,
        timestamp,
      };
    },
  ),
  route(
    "POST /v2/billing/meter_events",
    {
      event_name: text(100),
      identifier: text(100).optional(),
      payload,
      timestamp: z.iso.datetime({ offset: true }).optional(),
    },
    ({ context, params }) => {
      const at = params.timestamp === undefined ? undefined : Math.floor(Date.parse(params.timestamp) / 1000);
      const {
        event_name,
        identifier,
        created,
        timestamp,
        payload: kept,
      } = record(context, { ...params, timestamp: at });
      const iso = (time: number) => new Date(time * 1000).toISOString();
      return {
        object: "v2.billing.meter_event",
        created: iso(created),
        event_name,
        identifier,
        livemode: false,
        payload: kept,
        timestamp: iso(timestamp),
      };
    },
  ),
];

type Given = {
  event_name: string;
  identifier?: string | undefined;
  payload: Record<string, string>;
  timestamp?: number | undefined;
};

/** Keeps the use that an event reports, once for its identifier. */
function record(context: Context, given: Given): MeterEvent {
  const { store } = context;
  const { event_name: name, identifier = randomUUID() } = given;
  const meter = store.all("meters").find((each) => each.event_name === name);
  if (!meter) throw Refusal.parameter("no_meter", "event_name", `No meter found with the event name ${name}.`);
  const customer = given.payload[meter.customer_mapping.event_payload_key] ?? null;
  const value = given.payload[meter.value_settings.event_payload_key] ?? "";
  if (customer === null)
    throw Refusal.parameter("meter_event_no_customer_defined", "payload", "The payload names no customer.");
  if (!store.find("customers", customer))
    throw Refusal.missingParameter("customer", customer, `payload[${meter.customer_mapping.event_payload_key}]`);
  if (meter.default_aggregation.formula !== "count" && !VALUE.test(value))
    throw Refusal.parameter(
      "meter_event_invalid_value",
      "payload",
      `The value must be a number, not ${value || "nothing"}.`,
    );
  const now = context.timeOf(customer);
  const timestamp = given.timestamp ?? now;
  if (timestamp > now + AHEAD)
    throw Refusal.parameter("timestamp_in_future", "timestamp", "The timestamp lies more than 5 minutes ahead.");
  if (timestamp < now - LATEST)
    throw Refusal.parameter("timestamp_too_far_in_past", "timestamp", "The timestamp lies more than 35 days back.");
  const before = store.find("meterEvents", `${name}/${identifier}`);
  if (before && before.created > now - DAY) {
    const message = `An event already exists with identifier ${identifier}.`;
    throw Refusal.parameter("duplicate_meter_event", "identifier", message);
  }
  const id = before ? `${name}/${identifier}/${now}` : `${name}/${identifier}`;
  return store.put("meterEvents", {
    id,
    customer,
    value,
    created: now,
    event_name: name,
    identifier,
    payload: given.payload,
    timestamp,
  });
}
