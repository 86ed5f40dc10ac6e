import "server-only";
import type { z } from "zod";
import { endProblem } from "@/lib/recurrence/complete-rule";
import { recurrenceText } from "@/lib/recurrence/recurrence-text";
import type { RecurrenceRule } from "@/lib/recurrence/rule";
import { dateOf, dayOf } from "@/server/columns";
import type { Ctx } from "@/server/context";
import type { Prisma } from "@/server/db/generated/client";
import { invalid, notFound } from "@/server/errors";
import { newId } from "@/server/new-id";
import { idInput } from "@/server/nouns/noun-runtime";
import { rowIn, updateVersioned } from "@/server/versions";
import { crm } from "../../../module";
import { activityEvents } from "../../events";
import { activities } from "../../fields";
import { activityOperations } from "../../operations/all";
import { isOver, openStates } from "../../rules";
import { type LockedSeries, lockSeries, ruleOf, valuesOf } from "../row";
import { laterDay, type Place, passedAt, placeOf } from "../rules";
import { repeatOutput, setRepeatInput } from "../schema";

const { scope, get } = activityOperations;

export const getActivityRepeat = crm.operation({
  kind: "query",
  permission: "activity:view",
  uses: [{ scope, ids: (input: { id: string }) => [input.id] }],
  input: idInput,
  output: repeatOutput,
  rest: { method: "GET", path: "/activities/{id}/repeat" },
  describe: "How an activity repeats: its rule, and the day from which it counts; both null if it does not.",
  async run(ctx, { id }) {
    const row = await ctx.db.activity.findFirst({
      where: { id },
      select: { series: { select: { rule: true, startOn: true, nextAt: true } }, repeats: true },
    });
    if (!row?.series || row.repeats === null) return { rule: null, startOn: null };
    return { rule: ruleOf(row.series.rule), startOn: dayOf(row.series.startOn) };
  },
});

export const setActivityRepeat = crm.operation({
  kind: "mutation",
  permission: "activity:edit",
  on: { scope, ids: (input: { id: string }) => [input.id] },
  input: setRepeatInput,
  output: activities.record,
  rest: { method: "POST", path: "/activities/{id}/repeat" },
  describe:
    "Sets how an activity and those that follow it repeat; with null they no longer do. The next activity is made when the last one is completed, cancelled or archived, or when its time has passed.",
  async run(ctx, input) {
    await setRepeat(ctx, input);
    return await get(ctx, { id: input.id });
  },
});

type Input = z.output<typeof setRepeatInput>;

/** Sets the rule of an activity and of those that follow; null ends the series. */
export async function setRepeat(ctx: Ctx, { id, version, rule }: Input): Promise<void> {
  const found = await ctx.db.activity.findFirst({ where: { id }, select: repeating });
  if (!found) throw notFound("activity");
  const place = placeOf(found, found.series?.zone ?? ctx.tenant.timeZone);
  const checked = rule && repeatable(rule, found, place);
  const repeats = checked && recurrenceText(checked.rule, checked.place.day, ctx.tenant.locale);
  // The series comes first: its activity points to it.
  const created = checked && found.series === null ? await createSeries(ctx, id, checked) : null;
  const joins = created && checked ? { seriesId: created, occurrence: dateOf(checked.place.day) } : {};
  await updateVersioned(ctx, {
    event: activityEvents.updated,
    data: {},
    id,
    version,
    columns: { repeats },
    select: shown,
    ...rowIn<Shown>(ctx.db.activity, { id, columns: { repeats, ...joins }, select: shown }),
    present: (current) => current,
  });
  const series = await lockSeries(ctx, found.series?.id ?? null);
  if (!series) return;
  await changeSeries(ctx, series, checked);
  await renameOthers(ctx, series.id, id, repeats);
}

const shown = { id: true, version: true, repeats: true } as const;
interface Shown {
  id: string;
  version: number;
  repeats: string | null;
}
const repeating = {
  series: { select: { id: true, zone: true } },
  startsAt: true,
  dueOn: true,
  duration: true,
  status: true,
} as const;

interface Checked {
  rule: RecurrenceRule;
  place: Place;
}

/** The rule with the place of its first day; VALIDATION if the activity cannot repeat so. */
function repeatable(rule: RecurrenceRule, { status }: { status: string }, place: Place | null): Checked {
  if (isOver(status)) throw invalid("rule", "This activity is over: reopen it, or set how the next one repeats.");
  if (place === null) throw invalid("rule", "An activity repeats by its date: set a start or a due day first.");
  const problem = endProblem(rule, place.day);
  if (problem !== null) throw invalid("rule", problem);
  return { rule, place };
}

/** Creates the series of an activity; returns its id. */
async function createSeries(ctx: Ctx, activityId: string, { rule, place }: Checked): Promise<string> {
  const values = await valuesOf(ctx, activityId);
  const [id, zone] = [newId(), ctx.tenant.timeZone];
  await ctx.db.activitySeries.create({
    data: {
      id,
      rule: rule as Prisma.InputJsonObject,
      zone,
      startOn: new Date(place.day),
      minute: place.minute,
      values: values as unknown as Prisma.InputJsonObject,
      latestId: activityId,
      lastOn: new Date(place.day),
      nextAt: passedAt(place, zone, values.duration),
    },
    select: { id: true },
  });
  return id;
}

/** The rule counts from the activity on, for those that are not made yet. */
async function changeSeries(ctx: Ctx, series: LockedSeries, checked: Checked | null): Promise<void> {
  const { id, zone, duration } = series;
  if (checked === null) {
    await ctx.db.activitySeries.updateMany({ where: { id }, data: { nextAt: null } });
    return;
  }
  const { rule, place } = checked;
  const lastOn = laterDay(series.lastOn, place.day);
  await ctx.db.activitySeries.updateMany({
    where: { id },
    data: {
      rule: rule as Prisma.InputJsonObject,
      startOn: new Date(place.day),
      minute: place.minute,
      lastOn: new Date(lastOn),
      nextAt: passedAt({ day: lastOn, minute: place.minute }, zone, duration),
    },
  });
}

/** Activities of the series that are still to be done, except one, say how they repeat now. */
export async function renameOthers(
  ctx: Ctx,
  seriesId: string,
  id: string | null,
  repeats: string | null,
): Promise<void> {
  await ctx.db.activity.updateMany({
    where: { seriesId, ...(id === null ? {} : { id: { not: id } }), status: { in: [...openStates] } },
    data: { repeats },
  });
}
