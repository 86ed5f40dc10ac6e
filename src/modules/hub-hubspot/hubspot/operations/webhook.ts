import "server-only";
import { createHmac, timingSafeEqual } from "node:crypto";
import { log } from "@/server/log";
import type { Hint } from "@/server/sync/provider";
import type { RemoteObject } from "../rules";
import { type WebhookEvent, webhookEvent } from "../schema";
import { hubspotApp } from "./settings";

const freshMs = 5 * 60_000;

/** The hints of a webhook whose signature is good and fresh; null for one that is not. */
export function hints({
  url,
  headers,
  body,
  now,
}: {
  url: string;
  headers: Headers;
  body: string;
  now: Date;
}): readonly Hint[] | null {
  const app = hubspotApp();
  const time = headers.get("x-hubspot-request-timestamp") ?? "";
  const signature = headers.get("x-hubspot-signature-v3") ?? "";
  // The SDK's own check compares with ===, and takes times of the future.
  if (!app || !/^\d{1,15}$/.test(time) || Math.abs(now.getTime() - Number(time)) > freshMs) return null;
  const expected = createHmac("sha256", app.clientSecret).update(`POST${url}${body}${time}`).digest();
  const given = Buffer.from(signature, "base64");
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return null;
  return eventsIn(body).flatMap((event) => (isOurs(event, app.id) ? [] : hintsOf(event)));
}

function eventsIn(body: string): WebhookEvent[] {
  let given: unknown;
  try {
    given = JSON.parse(body);
  } catch {
    given = null;
  }
  const events = Array.isArray(given) ? given.map((event) => webhookEvent.safeParse(event)) : [];
  const known = events.flatMap(({ data }) => data ?? []);
  if (known.length < events.length || !Array.isArray(given))
    log.warn({ unknown: events.length - known.length }, "a webhook of HubSpot has events that we do not know");
  return known;
}

/** A write of our own app says nothing new. Other acts of it are none of ours. */
const isOurs = ({ changeSource, sourceId, subscriptionType }: WebhookEvent, appId: string) =>
  changeSource === "INTEGRATION" &&
  sourceId === appId &&
  /\.(propertyChange|creation|associationChange)$/.test(subscriptionType);

const objects: Readonly<Record<string, RemoteObject>> = { contact: "contacts", company: "companies", deal: "deals" };
const kinds: Readonly<Record<string, Hint["kind"]>> = { deletion: "deleted", privacyDeletion: "erased" };

/** Records of other objects are left out. A merge is a hint for each of the records that went into another, too. */
function hintsOf(event: WebhookEvent): Hint[] {
  const [object = "", what = ""] = event.subscriptionType.split(".");
  const remote = objects[object];
  if (!remote) return [];
  const hint = (externalId: string, kind: Hint["kind"], parts: readonly string[]): Hint => ({
    accountId: event.portalId,
    key: [event.eventId, event.subscriptionId, ...parts, event.occurredAt].join(":"),
    remote,
    externalId,
    kind,
  });
  if (what === "merge") {
    const { newObjectId = event.objectId, mergedObjectIds = [] } = event;
    const merged = mergedObjectIds.map((id) => hint(id, "merged", ["merged", id]));
    return newObjectId === undefined ? merged : [hint(newObjectId, "changed", [newObjectId]), ...merged];
  }
  const id = event.objectId ?? event.fromObjectId;
  if (id === undefined) return [];
  const parts = event.toObjectId === undefined ? [id] : [id, event.toObjectId];
  return [hint(id, kinds[what] ?? "changed", parts)];
}
