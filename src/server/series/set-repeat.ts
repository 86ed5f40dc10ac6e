import "server-only";
import type { z } from "zod";
import { nouns } from "@/lib/nouns/all";
import { endProblem } from "@/lib/recurrence/complete-rule";
import { recurrenceText } from "@/lib/recurrence/recurrence-text";
import type { repeatOutput, setRepeatInput } from "@/lib/recurrence/repeat-schema";
import type { RecurrenceRule } from "@/lib/recurrence/rule";
import { laterDay, type Place, passedAt } from "@/lib/recurrence/schedule";
import { capital, withArticle } from "@/lib/text";
import { dateOf, dayOf, isoOf } from "../columns.ts";
import type { Ctx } from "../context.ts";
import { AppError, invalid, notFound } from "../errors.ts";
import { Retry } from "../execute.ts";
import { newId } from "../new-id.ts";
import { recordsOf, type Stored } from "../nouns/records.ts";
import { ownedOf, ownedSelect } from "../owned-of.ts";
import { readerZone } from "../reader-zone.ts";
import type { Scope } from "../scope.ts";
import { rowIn, updateVersioned } from "../versions.ts";
import { type LockedSeries, lockSeries, ruleOf, type SeriesKind, seriesOf } from "./kind.ts";

/** How a record repeats. */
export async function repeatOf(ctx: Ctx, kind: SeriesKind, id: string): Promise<z.input<typeof repeatOutput>> {
  const row = await recordsOf(ctx, kind.entity).findFirst({ where: { id }, select: { repeats: true, seriesId: true } });
  const series =
    row?.seriesId && row.repeats !== null ? await seriesOf(ctx, kind).findFirst({ where: { id: row.seriesId } }) : null;
  if (!series) return { rule: null, startOn: null, zone: null, triedAgainAt: null, reason: null };
  const { rule, startOn, zone, nextAt, attempts, reason } = series;
  const failure = attempts > 0 ? { triedAgainAt: isoOf(nextAt), reason } : { triedAgainAt: null, reason: null };
  return { rule: ruleOf(rule), startOn: dayOf(startOn), zone, ...failure };
}

type Input = z.output<typeof setRepeatInput>;

/** Sets the rule of a record and of those that follow; null ends the series. */
export async function setRepeat(ctx: Ctx, of: Repeating, { id, version, rule }: Input): Promise<void> {
  const { kind } = of;
  const select = { ...kind.select, series: { select: { id: true, zone: true } } };
  const found = await recordsOf(ctx, kind.entity).findFirst({ where: { id }, select });
  if (!found) throw notFound(nouns[kind.entity].one);
  const known = found.series as { id: string; zone: string } | null;
  await requireOthers(ctx, of, known?.id ?? null);
  const place = kind.placeOf(found, known?.zone ?? readerZone(ctx));
  const checked = rule && repeatable(kind, rule, found, place);
  const repeats = checked && recurrenceText(checked.rule, checked.place.day, ctx.tenant.locale);
  // The series comes first: its record points to it.
  const created = checked && known === null ? await createSeries(ctx, kind, id, checked) : null;
  const joins = created && checked ? { seriesId: created, occurrence: dateOf(checked.place.day) } : {};
  await updateVersioned(ctx, {
    event: kind.updated,
    data: {},
    id,
    version,
    columns: { repeats },
    select: shown,
    ...rowIn<Shown>(recordsOf(ctx, kind.entity), { id, columns: { repeats, ...joins }, select: shown }),
    present: (current) => current,
    parents: () => kind.parents?.(found) ?? [],
  });
  // Somebody else made a series of it at the same moment: this act begins anew, with that one.
  if (created && ctx.outcome.unchanged) throw new Retry();
  const series = await lockSeries(ctx, kind, known?.id ?? null);
  if (!series) return;
  const isEnded = series.nextAt === null;
  await changeSeries(ctx, kind, series, { checked, fresh: isEnded ? ((await kind.keep?.(ctx, id)) ?? {}) : null });
  await renameOthers(ctx, kind, { seriesId: series.id, id, repeats });
}

/** A kind of record that repeats, with the rules by which its records are edited. */
export interface Repeating {
  kind: SeriesKind;
  scope: Scope;
}

const shown = { id: true, version: true, repeats: true } as const;
interface Shown {
  id: string;
  version: number;
  repeats: string | null;
}

interface Checked {
  rule: RecurrenceRule;
  place: Place;
}

/** The rule with the place of its first day; VALIDATION if the record cannot repeat so. */
function repeatable(kind: SeriesKind, rule: RecurrenceRule, row: Stored, place: Place | null): Checked {
  const { one } = nouns[kind.entity];
  if (kind.isOver(row)) throw invalid("rule", `This ${one} is over: reopen it, or set how the next one repeats.`);
  if (place === null)
    throw invalid("rule", `${capital(withArticle(one))} repeats by its date: set a start or a due day first.`);
  const problem = endProblem(rule, place.day);
  if (problem !== null) throw invalid("rule", problem);
  return { rule, place };
}

/** Creates the series of a record; returns its id. */
async function createSeries(ctx: Ctx, kind: SeriesKind, recordId: string, { rule, place }: Checked): Promise<string> {
  const kept = (await kind.keep?.(ctx, recordId)) ?? {};
  const id = newId();
  // A time of day stays that of the member who sets it; a day is the workspace's.
  const zone = place.minute === null ? ctx.tenant.timeZone : readerZone(ctx);
  const day = new Date(place.day);
  const nextAt = passedAt(place, zone, kind.durationOf?.(kept) ?? null);
  const data = {
    id,
    rule,
    zone,
    startOn: day,
    latestId: recordId,
    lastOn: day,
    nextAt,
    ...timeOf(kind, place),
    ...kept,
  };
  await seriesOf(ctx, kind).create({ data, select: { id: true } });
  return id;
}

const timeOf = ({ timed }: SeriesKind, { minute }: Place) => (timed ? { minute } : {});

/** The rule counts from the record on, for those that are not made yet. */
async function changeSeries(
  ctx: Ctx,
  kind: SeriesKind,
  series: LockedSeries,
  { checked, fresh }: { checked: Checked | null; fresh: Readonly<Record<string, unknown>> | null },
): Promise<void> {
  const { id, zone } = series;
  const model = seriesOf(ctx, kind);
  if (checked === null) {
    await model.updateMany({ where: { id }, data: { nextAt: null, endedById: null } });
    return;
  }
  // A series that had ended begins again with the record as it is now.
  const duration = fresh ? (kind.durationOf?.(fresh) ?? null) : series.duration;
  const { rule, place } = checked;
  const lastOn = laterDay(series.lastOn, place.day);
  const times = { startOn: new Date(place.day), lastOn: new Date(lastOn), ...timeOf(kind, place) };
  const nextAt = passedAt({ day: lastOn, minute: place.minute }, zone, duration);
  await model.updateMany({ where: { id }, data: { rule, ...times, nextAt, endedById: null, ...fresh } });
}

/** FORBIDDEN unless the actor may edit all records of the series that are still to be done, and its latest one. */
export async function requireOthers(ctx: Ctx, { kind, scope }: Repeating, seriesId: string | null): Promise<void> {
  if (seriesId === null) return;
  const series = await seriesOf(ctx, kind).findFirst({ where: { id: seriesId }, select: { latestId: true } });
  const isOpen = { ...kind.open, seriesId, archivedAt: null };
  const rows = await recordsOf(ctx, kind.entity).findMany({
    where: { OR: [isOpen, ...(series?.latestId ? [{ id: series.latestId }] : [])] },
    select: { id: true, ...ownedSelect(kind.entity) },
    take: mostChecked,
  });
  if (rows.every((row) => scope.mayEdit(ctx, ownedOf(kind.entity, row)))) return;
  throw new AppError(
    "FORBIDDEN",
    `You are not allowed to edit all ${nouns[kind.entity].many} of this series. Ask its assignee or an admin. Nothing was changed.`,
  );
}

/** The most records of a series that wait at once. */
const mostChecked = 500;

interface Others {
  seriesId: string;
  /** Not this one. */
  id: string | null;
  repeats: string | null;
}

/** Records of the series that are still to be done, except one, say how they repeat now. */
export async function renameOthers(ctx: Ctx, kind: SeriesKind, { seriesId, id, repeats }: Others): Promise<void> {
  const where = { ...kind.open, seriesId, ...(id === null ? {} : { id: { not: id } }) };
  await recordsOf(ctx, kind.entity).updateMany({ where, data: { repeats } });
}
