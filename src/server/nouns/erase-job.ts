import "server-only";
import type { ElsewhereChoice } from "@/lib/nouns/person-schema";
import type { Ctx } from "../context.ts";
import { AppError } from "../errors.ts";
import { withoutTexts } from "../personal/known.ts";
import { type MentionRequest, type Person, personalPlaces } from "../personal/places.ts";
import type { DeliveredEvent } from "../workflows/job.ts";
import { everKnown } from "./mentions.ts";
import type { Module, NounRuntime } from "./noun-runtime.ts";

/** The job after a person was anonymised: it erases what every other place holds on them, each in bounded parts. */
export const eraseJob = (module: Module, all: readonly NounRuntime[]) => {
  const people = all.filter(({ noun }) => noun.head.person);
  return module.job({
    id: "erase-person",
    label: "Erases what is held on an anonymised person",
    on: people.map(({ noun }) => noun.events.erasureRequested),
    atOnce: 1,
    whileSuspended: true,
    async run({ event, step }) {
      const runtime = people.find(({ noun }) => noun.entity === event.entity);
      if (!runtime) return;
      await step("open", (ctx) => openRequest(ctx, event));
      for (const { key } of personalPlaces()) {
        let after: string | null = "";
        for (let part = 1; after !== null; part += 1) {
          const begin: string = after;
          after = await step<string | null>(`${key}, part ${part}`, (ctx) =>
            eraseParts(ctx, runtime, event, key, begin),
          );
        }
      }
      await step("close", (ctx) => closeRequest(ctx, event));
    },
  });
};

type Asked = Pick<DeliveredEvent, "eventId" | "entity" | "entityId">;

/** While a request is open, what events say of its person can be erased. */
async function openRequest(ctx: Ctx, { eventId, entity, entityId }: Asked): Promise<null> {
  const open = await ctx.db.privacyRequest.findFirst({ where: { eventId }, select: { id: true } });
  if (!open) await ctx.db.privacyRequest.create({ data: { eventId, entity, entityId }, select: { id: true } });
  return null;
}

async function closeRequest(ctx: Ctx, { eventId }: Asked): Promise<null> {
  await ctx.db.privacyRequest.updateMany({ where: { eventId, closedAt: null }, data: { closedAt: new Date() } });
  return null;
}

/** A step begins no further part of a place after this time: a job has at most some hundred steps. */
const stepMs = 20_000;

/** Erases parts of one place; returns where the next step begins. Texts are never handed from step to step. */
async function eraseParts(
  ctx: Ctx,
  runtime: NounRuntime,
  event: Asked,
  key: string,
  after: string,
): Promise<string | null> {
  const place = personalPlaces().find((one) => one.key === key);
  if (!place) throw new AppError("NOT_FOUND", `No place is called ${key}.`);
  const person = await personOf(ctx, runtime, event);
  const endsAt = performance.now() + stepMs;
  let next: string | null = after;
  do next = await place.erase(ctx, person, next);
  while (next !== null && performance.now() < endsAt);
  return next;
}

async function personOf(ctx: Ctx, runtime: NounRuntime, { eventId, entityId: id }: Asked): Promise<Person> {
  const { entity } = runtime.noun;
  const event = await ctx.db.event.findFirst({ where: { id: eventId }, select: { data: true } });
  const asked = event?.data as { elsewhere?: ElsewhereChoice; mentions?: MentionRequest | null } | null | undefined;
  const mentions = asked?.mentions ?? null;
  const known = withoutTexts(await everKnown(ctx, runtime, id), mentions?.shared ?? []);
  return { entity, id, eventId, erasesElsewhere: asked?.elsewhere === "delete", mentions, known };
}
