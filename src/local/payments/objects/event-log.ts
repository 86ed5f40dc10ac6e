import { z } from "zod";
import { newId } from "../ids";
import { isWithin, listOf } from "../list";
import { present } from "../present";
import { Refusal } from "../refusal";
import { route } from "../route";
import { address, many, metadata, page, range, text } from "../schema";
import { merged } from "./metadata";

export const eventRoutes = [
  route(
    "GET /v1/events",
    { ...page, created: range().optional(), type: text().optional(), types: many(text()).max(20).optional() },
    ({ context, params }) => {
      const { type, types, created } = params;
      if (type !== undefined && types !== undefined)
        throw Refusal.parameter("parameters_exclusive", "types", "Give type or types, not both.");
      const found = context.store.where(
        "events",
        (each) =>
          (type === undefined || each.type === type) &&
          (types?.includes(each.type) ?? true) &&
          isWithin(each.created, created),
      );
      return listOf("/v1/events", found, params, (each) => present(context, "events", each));
    },
  ),
  route("GET /v1/events/:id", {}, ({ context, id }) => {
    const event = context.store.find("events", id);
    if (!event) throw Refusal.missing("event", id);
    return present(context, "events", event);
  }),
  route(
    "POST /v1/webhook_endpoints",
    {
      api_version: z.string().optional(),
      description: text().optional(),
      enabled_events: many(text()).min(1),
      metadata: metadata().optional(),
      url: address(),
    },
    ({ context, params }) => {
      const secret = newId("whsec", 32);
      const endpoint = context.store.put("endpoints", {
        id: newId("we"),
        object: "webhook_endpoint",
        api_version: params.api_version ?? null,
        application: null,
        created: context.wall(),
        description: params.description ?? null,
        enabled_events: params.enabled_events,
        livemode: false,
        metadata: merged({}, params.metadata),
        status: "enabled",
        url: params.url,
        hidden: { secrets: [secret] },
      });
      return { ...present(context, "endpoints", endpoint), secret };
    },
  ),
  route("GET /v1/webhook_endpoints", page, ({ context, params }) => {
    const found = context.store.all("endpoints");
    return listOf("/v1/webhook_endpoints", found, params, (each) => present(context, "endpoints", each));
  }),
  route("DELETE /v1/webhook_endpoints/:id", {}, ({ context, id }) => {
    const { store } = context;
    if (!store.find("endpoints", id)) throw Refusal.missing("webhook endpoint", id);
    for (const each of store.where("deliveries", ({ endpoint }) => endpoint === id))
      store.remove("deliveries", each.id);
    store.remove("endpoints", id);
    return { id, object: "webhook_endpoint", deleted: true };
  }),
];
