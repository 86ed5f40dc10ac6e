import { z } from "zod";
import { asRecord, parsed } from "./frames";
import type { Published } from "./hub";
import { kindOf } from "./kinds";
import { LIMITS } from "./limits";
import { Refusal } from "./refusal";

/** A publisher's events, checked, and the facts that it requests about their channels. */
export type Publication = { events: Published[]; info: (string | undefined)[] };

const common = {
  name: z
    .string("name must be the name of an event.")
    .min(1, "name must be the name of an event.")
    .max(LIMITS.eventNameLength, `The name of an event has ${LIMITS.eventNameLength} characters at most.`)
    .refine((name) => !/^pusher(_internal)?:/.test(name), "Names of events that start with pusher: are reserved."),
  data: z.string("data must be a text: JSON goes into it as a string."),
  socket_id: z
    .string()
    .regex(/^\d+\.\d+$/, "socket_id must be two numbers with a point between.")
    .optional(),
  info: z.string().optional(),
};
const channel = z
  .string("channel must be the name of a channel.")
  .refine((name) => kindOf(name) !== undefined, "This is not a valid channel name.");
const single = z
  .object({
    ...common,
    channel: channel.optional(),
    channels: z
      .array(channel)
      .min(1, "channels must name a channel.")
      .max(LIMITS.channelsPerEvent, `An event goes to ${LIMITS.channelsPerEvent} channels at most.`)
      .optional(),
  })
  .refine(
    ({ channel, channels }) => (channel === undefined) !== (channels === undefined),
    "Provide channel or channels.",
  );
const batch = z.object({
  batch: z
    .array(z.object({ ...common, channel }))
    .min(1, "batch must contain an event.")
    .max(LIMITS.eventsPerBatch, `A batch has ${LIMITS.eventsPerBatch} events at most.`),
});

/** The body of `POST /events`. Throws Refusal. */
export function readEvent(body: Buffer): Publication {
  const { channels, channel, name, data, socket_id: socketId, info } = read(single, body);
  const names = [...new Set(channels ?? [channel ?? ""])];
  if (names.length > 1 && names.some((each) => kindOf(each)?.encrypted)) {
    throw new Refusal(400, "An event for an encrypted channel can go to that channel only.");
  }
  const events = names.map((each) => checked({ channel: each, name, data, socketId }));
  return { events, info: names.map(() => info) };
}

/** The body of `POST /batch_events`; one invalid event refuses all. Throws Refusal. */
export function readBatch(body: Buffer): Publication {
  const { batch: given } = read(batch, body);
  const events = given.map(({ channel, name, data, socket_id: socketId }) =>
    checked({ channel, name, data, socketId }),
  );
  return { events, info: given.map(({ info }) => info) };
}

function read<Shape>(schema: z.ZodType<Shape>, body: Buffer): Shape {
  const result = schema.safeParse(parsed(body.toString()));
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new Refusal(400, `${issue?.path.join(".") ?? ""} ${issue?.message ?? ""}`.trim());
}

function checked(event: Published): Published {
  if (Buffer.byteLength(event.data) > LIMITS.dataBytes) {
    throw new Refusal(413, `The data of an event has ${LIMITS.dataBytes} bytes at most.`);
  }
  if (kindOf(event.channel)?.encrypted && !isCiphertext(event.data)) {
    throw new Refusal(400, "Data for an encrypted channel must be encrypted.");
  }
  return event;
}

function isCiphertext(data: string): boolean {
  const { nonce, ciphertext } = asRecord(parsed(data)) ?? {};
  return typeof ciphertext === "string" && typeof nonce === "string" && Buffer.from(nonce, "base64").length === 24;
}
