import "server-only";
import type { ElsewhereChoice } from "@/lib/nouns/person-schema";
import type { Ctx } from "../context.ts";
import { AppError } from "../errors.ts";
import { knownTexts } from "../personal/known.ts";
import { type Person, personalPlaces } from "../personal/places.ts";
import type { DeliveredEvent } from "../workflows/job.ts";
import type { Module, NounRuntime } from "./noun-runtime.ts";
import { textsIn } from "./personal.ts";

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
            erasePart(ctx, runtime, event, key, begin),
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

/** Erases a part of one place; returns where the next part begins. Texts are never handed from step to step. */
async function erasePart(
  ctx: Ctx,
  runtime: NounRuntime,
  event: Asked,
  key: string,
  after: string,
): Promise<string | null> {
  const place = personalPlaces().find((one) => one.key === key);
  if (!place) throw new AppError("NOT_FOUND", `No place is called ${key}.`);
  return await place.erase(ctx, await personOf(ctx, runtime, event), after);
}

/** Events of the person that may say further names and addresses. */
const mostEvents = 1_000;

async function personOf(ctx: Ctx, runtime: NounRuntime, { eventId, entityId: id }: Asked): Promise<Person> {
  const { entity } = runtime.noun;
  const events = await ctx.db.event.findMany({
    where: { entity, entityId: id },
    orderBy: { id: "desc" },
    take: mostEvents,
    select: { id: true, before: true, after: true, data: true },
  });
  const texts = events.flatMap(({ before, after, data }) => [
    ...[before, after].flatMap((side) => textsIn(runtime, (side ?? {}) as Record<string, unknown>)),
    ...(((data as { known?: string[] | null }).known ?? []) as string[]),
  ]);
  const asked = events.find((one) => one.id === eventId)?.data as { elsewhere?: ElsewhereChoice } | null | undefined;
  const erasesElsewhere = asked?.elsewhere === "delete";
  return { entity, id, eventId, erasesElsewhere, known: knownTexts(texts.filter((text) => text !== "Erased")) };
}
