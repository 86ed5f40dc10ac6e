import { ulid } from "ulid";
import { z } from "zod";
import { type EventBody, enqueueIntake } from "./runs";
import type { Tx } from "./store";

const LARGEST_EVENT_BYTES = 3 * 1_024 * 1_024;
const YEAR_1980 = Date.UTC(1980, 0, 1);
const YEAR_2100 = Date.UTC(2100, 0, 1);

const eventSchema = z.looseObject({
  name: z
    .string("Event name is missing")
    .min(1, "Event name is empty")
    .max(512, "Event name is longer than 512 characters")
    .refine((name) => !name.includes("\0"), "Event name contains a NUL character")
    .refine((name) => !name.startsWith("inngest/"), "Event names that begin with inngest/ are the engine's own"),
  data: z.record(z.string(), z.unknown(), "Event data must be an object").nullish(),
  ts: z
    .int("Event ts must be milliseconds")
    .min(YEAR_1980, "Event ts is before 1980")
    .max(YEAR_2100, "Event ts is after 2100")
    .optional(),
  id: z
    .string("Event id must be text")
    .max(512, "Event id is longer than 512 characters")
    .refine((id) => !id.includes("\0"), "Event id contains a NUL character")
    .nullish(),
});

const bodySchema = z.preprocess(
  (body) => (Array.isArray(body) ? body : [body]),
  z.array(eventSchema).max(5_000, "At most 5000 events at once"),
);

/** Reads the body of a `send`; throws an Error with the problem. */
export function readEvents(body: unknown): z.output<typeof bodySchema> {
  const events = bodySchema.safeParse(body);
  if (!events.success) throw new Error(events.error.issues[0]?.message ?? "This is not a list of events");
  for (const event of events.data) {
    if (Buffer.byteLength(JSON.stringify(event)) > LARGEST_EVENT_BYTES) throw new Error("An event is larger than 3 MB");
  }
  return events.data;
}

/**
 * Adds events to the stream and returns their ids. The same `seed` again, or an `id` of the last 24 hours, starts
 * nothing.
 */
export async function takeEvents(
  tx: Tx,
  events: z.output<typeof bodySchema>,
  seed: string | undefined,
): Promise<string[]> {
  const ids: string[] = [];
  for (const [index, event] of events.entries()) {
    const id = seededId(seed, index) ?? ulid();
    ids.push(id);
    const body: EventBody = { ...event, id: event.id || id, data: event.data ?? {}, ts: event.ts ?? Date.now() };
    const added = await tx.change("INSERT INTO events (id, name, body) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING", [
      id,
      event.name,
      JSON.stringify(body),
    ]);
    if (added > 0 && event.id && !(await isFirst(tx, event.id))) {
      await tx.change("UPDATE events SET done = true WHERE id = $1", [id]);
    }
  }
  if (events.length > 0) await enqueueIntake(tx);
  return ids;
}

async function isFirst(tx: Tx, externalId: string): Promise<boolean> {
  const added = await tx.change(
    `INSERT INTO event_ids AS known (external_id) VALUES ($1)
     ON CONFLICT (external_id) DO UPDATE SET received_at = now() WHERE known.received_at < now() - interval '24 hours'`,
    [externalId],
  );
  return added > 0;
}

/** The same ULID for the same seed and index: `<millis>,<base64 of 10 bytes>`. */
function seededId(seed: string | undefined, index: number): string | undefined {
  const [, millis = "", random = ""] = /^(\d{1,15}),([A-Za-z0-9+/]{14}==)$/.exec(seed ?? "") ?? [];
  if (random === "") return undefined;
  const bits = BigInt(`0x${Buffer.from(random, "base64").toString("hex")}`) + BigInt(index);
  let letter = 0;
  // The library requests the 16 letters after the time from last to first.
  return ulid(Number(millis), () => Number((bits >> BigInt(5 * letter++)) & 31n) / 32);
}
