import { z } from "zod";
import { type Asked, json, type Reply } from "../exchange";
import { isFault } from "../faults";
import type { HubSpot } from "./hubspot";
import { tokensOf } from "./oauth-api";
import { read } from "./object-routes";
import { newPortal, SCOPES } from "./portals";
import { Refusal } from "./refusal";
import { objectIn } from "./route";

const portalId = z.coerce.number().int().positive();
const anything = z.record(z.string(), z.unknown());
const change = z.object({
  portal: portalId,
  what: z.enum(["create", "change", "archive", "restore", "merge", "forget", "read"]),
  object: z.string(),
  id: z.string().default(""),
  other: z.string().default(""),
  properties: anything.default({}),
});
const settings = z
  .object({
    lagMs: z.number().int().min(0),
    badInput: z.enum(["partial", "whole"]),
    limits: z.object({ tenSeconds: z.number().int(), day: z.number().int(), searches: z.number().int() }).partial(),
  })
  .partial();

/** The doors for tests and for the seed of the demo, by `METHOD /name`; HubSpot has nothing like them. */
const DOORS: Readonly<Record<string, (hubspot: HubSpot, body: unknown) => unknown>> = {
  "POST /seed": (hubspot, body) => {
    const { portal, ...rest } = read(z.looseObject({ portal: portalId }), body);
    return hubspot.seed(portal, rest);
  },
  "POST /portals": (hubspot, body) =>
    hubspot.crm.putPortal(newPortal(read(z.object({ id: portalId, name: z.string(), domain: z.string() }), body))),
  "POST /grant": (hubspot, body) => {
    const { portal, scopes } = read(z.object({ portal: portalId, scopes: z.array(z.string()).default(SCOPES) }), body);
    return tokensOf(hubspot.crm, hubspot.grant(portal, scopes))?.body;
  },
  "POST /edit": ({ edit }, body) => {
    const { portal, what, object: name, id, other, properties } = read(change, body);
    const object = objectIn(name);
    if (what === "create") return edit.create(portal, object, properties);
    if (what === "change") return edit.change(portal, object, id, properties);
    if (what === "restore") return edit.restore(portal, object, id);
    if (what === "merge") return edit.merge(portal, object, id, other);
    if (what === "read") return edit.read(portal, object, id) ?? null;
    return edit[what](portal, object, id);
  },
  "GET /calls": ({ crm }) => ({ ...crm.calls.counts(), log: crm.calls.log() }),
  "DELETE /calls": ({ crm }) => crm.calls.reset(),
  "GET /faults": ({ crm }) => crm.faults.waiting(),
  "POST /faults": ({ crm }, body) => {
    if (!isFault(body)) throw Refusal.invalid("Send a fault with its kind.");
    crm.faults.add(body);
  },
  "DELETE /faults": ({ crm }) => crm.faults.reset(),
  "POST /settings": ({ crm }, body) => {
    const { limits, ...rest } = read(settings, body);
    Object.assign(crm.settings, rest);
    Object.assign(crm.settings.limits, limits);
    return crm.settings;
  },
  "POST /time": ({ crm }, body) => {
    const { time } = read(z.object({ time: z.number().int().nullable() }), body);
    if (time === null) crm.clock.release();
    else crm.clock.hold(time);
    return { time: crm.clock.now() };
  },
  "POST /reset": (hubspot, body) => {
    const { portal } = read(z.object({ portal: portalId.optional() }).default({}), body);
    hubspot.reset(portal);
  },
  "POST /webhooks": ({ webhooks }) => webhooks.deliverLate(),
};

/** Answers a door; the secret of the app opens it. */
export async function answerAdmin(hubspot: HubSpot, { method, path, headers, body }: Asked): Promise<Reply> {
  if (headers.authorization !== `Bearer ${hubspot.crm.keys.clientSecret}`)
    return json(401, { error: "The secret of the app is missing." });
  const door = DOORS[`${method} ${path.replace(/^\/admin/, "")}`];
  if (!door) return json(404, { error: "There is no such door." });
  try {
    const answer = await door(hubspot, body === "" ? undefined : JSON.parse(body));
    return typeof answer === "string"
      ? ({ ...json(200, undefined), body: answer } as Reply)
      : json(200, answer ?? { done: true });
  } catch (error) {
    if (error instanceof Refusal) return json(error.status, { error: error.message, ...error.more });
    if (error instanceof SyntaxError) return json(400, { error: "The body is no JSON." });
    throw error;
  }
}
