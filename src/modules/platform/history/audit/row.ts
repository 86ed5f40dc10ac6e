import "server-only";
import { accessEvents } from "@/lib/access-events";
import { capital, uncapital } from "@/lib/text";
import { refusedWords, subjectWords } from "@/modules/platform/identity/api-keys/rules";
import { deviceName } from "@/modules/platform/identity/auth/rules";
import { catalog, catalogIn, timelineOf } from "@/server/catalog";
import type { Ctx } from "@/server/context";
import { readable } from "@/server/readable";
import { mayView } from "@/server/scope";
import { jobs } from "@/server/workflows/job";
import { changesOf, keyOf, Lookup, lineBelow } from "../events/operations/entries";
import { namesOfOpened, openedText } from "../events/operations/opened-pages";
import type { FieldChange } from "../events/schema";
import type { AuditEvent } from "./operations/read";
import { accountDetail, actWords, entityWords, exportDetail, labelOf, plainValue } from "./rules";
import type { AuditRow } from "./schema";

const refusal = accessEvents.refused.name;

type Values = Record<string, unknown>;

/** Names of records and keys that events mention. */
export interface AuditNames {
  lookup: Lookup;
  /** Names of API keys, where the reader may know them. */
  keys: ReadonlyMap<string, string>;
  /** Names of e-mails, imports and runs of jobs, which no timeline tells. */
  others: ReadonlyMap<string, string>;
  /** Names of the records that staff opened. */
  opened: ReadonlyMap<string, string>;
}

export async function learnNames(ctx: Ctx, rows: readonly AuditEvent[]): Promise<AuditNames> {
  const lookup = new Lookup(ctx);
  await lookup.learn(
    rows.filter((row) => maySee(ctx, row)),
    new Map(),
  );
  const ids = [...new Set(rows.flatMap(({ actor }) => actor.keyId ?? []))];
  const found = ids.length > 0 && ctx.can("apiKey:manage") ? await timelineOf("apiKey")?.scope.names?.(ctx, ids) : [];
  return {
    lookup,
    keys: new Map((found ?? []).map(({ id, name }) => [id, name])),
    others: await namesOfWork(ctx, rows),
    opened: await namesOfOpened(
      ctx,
      rows.filter((row) => maySee(ctx, row)),
    ),
  };
}

function mailKind({ invitationId, digestOn }: { invitationId: string | null; digestOn: Date | null }): string {
  if (digestOn) return "Morning digest";
  return invitationId ? "Invitation" : "Notifications";
}

/** E-mails by their recipient, imports by their first file, runs by their job. */
async function namesOfWork(ctx: Ctx, rows: readonly AuditEvent[]): Promise<Map<string, string>> {
  const of = (entity: string) => [...new Set(rows.filter((row) => row.entity === entity).map((row) => row.entityId))];
  const [mails, imports, runs] = [of("notificationMail"), of("import"), of("jobRun")];
  const names = new Map<string, string>();
  const sent =
    mails.length === 0
      ? []
      : await ctx.db.notificationMail.findMany({
          where: { id: { in: mails } },
          select: { id: true, address: true, invitationId: true, digestOn: true, member: { select: { name: true } } },
        });
  for (const { id, address, member, ...mail } of sent) names.set(id, `${mailKind(mail)} to ${address ?? member.name}`);
  const asked = imports.map((id) => ({ id }));
  for (const { id, visible, files } of asked.length === 0 ? [] : await catalog().batchSources(ctx, asked))
    if (visible && files[0]) names.set(id, files.length > 1 ? `${files[0]} and more` : files[0]);
  const ran =
    runs.length === 0
      ? []
      : await ctx.db.jobRun.findMany({ where: { id: { in: runs } }, select: { id: true, job: true } });
  for (const { id, job } of ran) names.set(id, jobs().find((one) => one.id === job)?.label ?? job);
  return names;
}

/** Whether the reader may see the record of an event: its module is on, and the right to view it is there. */
export function maySee(ctx: Ctx, { entity, name }: Pick<AuditEvent, "entity" | "name">): boolean {
  if (!mayView(ctx, entity)) return false;
  const lines = timelineOf(entity)?.catalog.timeline ?? {};
  const line = lines[name];
  const needs = line ? [line.needs] : Object.values(lines).map((one) => one.needs);
  return needs.every((permission) => permission === undefined || ctx.can(permission));
}

/** How many events a line stands for, and the keys that all of them changed to the same values. */
interface Together {
  count: number;
  more: boolean;
  shared: readonly string[];
}

/** An event as the log shows it; of a group only what its first event says of all. */
export function presentRow(ctx: Ctx, names: AuditNames, row: AuditEvent, together: Together | null): AuditRow {
  const seen = maySee(ctx, row);
  const changes = seen ? allChanges(ctx, names.lookup, row) : [];
  const group = together && row.batchId !== null && together.count > 1 ? { ...together, batchId: row.batchId } : null;
  const source = timelineOf(row.entity)?.catalog;
  const line = source?.timeline[row.name];
  const refused = row.name === refusal;
  const act = {
    name: row.name,
    verb: line?.verb ?? source?.logged?.[row.name] ?? null,
    fields: changes.map(({ label }) => label),
  };
  return {
    id: row.id,
    at: row.at.toISOString(),
    name: row.name,
    what: refused ? `Refused: ${refusedWords(row.data)}` : actWords(act, ctx.tenant.locale),
    refused: refused || row.name.endsWith("Refused"),
    ...peopleOf(names, row),
    entity: row.entity,
    record: seen ? { id: row.entityId, title: titleOf(names, row) } : null,
    changes: seen && group ? allChanges(ctx, names.lookup, sharedOf(row, group.shared)) : changes,
    detail: seen && !group ? (openedText(row, names.opened) ?? detailOf(ctx, row, names.lookup)) : null,
    group: group && {
      batchId: group.batchId,
      count: group.count,
      more: group.more,
      records: recordsOf(row.entity),
    },
    from: { via: viaOf(row), address: addressOf(row), device: deviceOf(row) },
  };
}

/** The event with only the new values that all of its group have. */
function sharedOf(row: AuditEvent, shared: readonly string[]): AuditEvent {
  const after = Object.fromEntries(Object.entries(row.after ?? {}).filter(([key]) => shared.includes(key)));
  return { ...row, before: null, after };
}

function titleOf(names: AuditNames, row: AuditEvent): string {
  const { data, before, after } = row;
  // A refusal names no record: the request may have named one that its actor may not see.
  if (typeof data.permission === "string" && row.name === refusal)
    return capital(subjectWords(data.permission.split(":")[0] ?? ""));
  const title = recordedTitle(row) ?? names.lookup.name(row.entity, row.entityId) ?? names.others.get(row.entityId);
  const stored = [data.name, after?.name, before?.name, data.email].find((one) => typeof one === "string");
  return title ?? (stored ? String(stored) : entityWords(row.entity));
}

/** Objects that have no name: what their events say of them. */
function recordedTitle({ name, data }: AuditEvent): string | null {
  if (typeof data.ticket === "string") return `Ticket ${data.ticket}`;
  if (typeof data.invitationId === "string" && typeof data.email === "string") return `Invitation to ${data.email}`;
  return jobOfSweep(name);
}

/** The job that an event of scheduled work begins: "Deletes old notifications". */
export const jobOfSweep = (name: string): string | null =>
  (name.startsWith("sweep.") && jobs().find(({ on }) => on.some((event) => event.name === name))?.label) || null;

const recordsOf = (entity: string): string =>
  timelineOf(entity)?.catalog.label.many ?? `events of ${uncapital(entityWords(entity))}`;

function detailOf(ctx: Ctx, row: AuditEvent, lookup: Lookup): string | null {
  const { locale } = ctx.tenant;
  const below = lineBelow(ctx, lookup, row) ?? exportDetail(row, locale);
  if (below) return below;
  // Acts of people on their accounts come with what their browser said.
  if ("userAgent" in row.data) return accountDetail(row.data, locale);
  const { reason } = row.data;
  return typeof reason === "string" ? reason : null;
}

/** The actor, and the member in whose name they acted. */
function peopleOf({ keys }: AuditNames, { actor, memberId, memberName }: AuditEvent): Pick<AuditRow, "who" | "behalf"> {
  const member = memberId ? { id: memberId, name: memberName ?? "" } : { id: null, name: "A former member" };
  // An act of the console is nobody else's: only a support session has a member.
  if (actor.type === "staff")
    return {
      who: { kind: "staff", id: null, name: actor.name ?? "Staff" },
      behalf: actor.asMemberId ? member : null,
    };
  if (actor.type === "apiKey") {
    const name = keys.get(actor.keyId ?? "") ?? `A key of ${member.name}`;
    return { who: { kind: "key", id: actor.keyId ?? null, name }, behalf: member };
  }
  if (actor.type === "user") return { who: { kind: "member", ...member }, behalf: null };
  if (actor.type === "anonymous") return { who: { kind: "nobody", id: null, name: "Not signed in" }, behalf: null };
  const behalf = memberId ? member : null;
  if (actor.type === "webhook")
    return { who: { kind: "webhook", id: null, name: capital(actor.source ?? "") }, behalf };
  return { who: { kind: "job", id: null, name: "Throughline" }, behalf };
}

function viaOf({ actor }: AuditEvent): AuditRow["from"]["via"] {
  if (actor.type === "staff") return "staff";
  if (actor.type === "apiKey") return "api";
  if (actor.type === "webhook") return "webhook";
  return actor.type === "user" || actor.type === "anonymous" ? "web" : "job";
}

function addressOf({ actor, data }: AuditEvent): string | null {
  const address = actor.address ?? data.address;
  return typeof address === "string" ? address : null;
}

const deviceOf = ({ data: { userAgent } }: AuditEvent): string | null =>
  typeof userAgent === "string" ? deviceName(userAgent) : null;

/** Every changed field that the reader may read, also those that timelines do not name. */
function allChanges(ctx: Ctx, lookup: Lookup, row: AuditEvent): FieldChange[] {
  const own = catalogIn(ctx, row.entity);
  const named = own ? changesOf(ctx, lookup, row, own) : [];
  const others = Object.keys({ ...row.before, ...row.after }).filter(
    (key) => !columnOf(ctx, row.entity, key) && mayRead(ctx, row.entity, key),
  );
  return [
    ...named,
    ...others.map(
      (key): FieldChange => ({
        field: key,
        label: labelOf(key),
        kind: "text",
        before: plainValue(key, row.before?.[key]),
        after: plainValue(key, row.after?.[key]),
      }),
    ),
  ];
}

/** The column that a stored key belongs to: `ownerId` to the owner, `nameKey`, by which names are found, to the name. */
function columnOf(ctx: Ctx, entity: string, key: string): string | null {
  const found = Object.entries(catalogIn(ctx, entity)?.columns ?? {}).find(([field, column]) =>
    [field, keyOf(field, column), `${field}Key`, `${field}Doc`].includes(key),
  );
  return found ? (found[1].of ?? found[0]) : null;
}

/** Whether the reader may read the field that a stored key belongs to. */
const mayRead = (ctx: Ctx, entity: string, key: string): boolean =>
  readable(ctx, entity).has(columnOf(ctx, entity, key) ?? key);

const readableValues = (ctx: Ctx, entity: string, values: Values | null): Values | null =>
  values && Object.fromEntries(Object.entries(values).filter(([key]) => mayRead(ctx, entity, key)));

/** The event as it is stored, without what the reader may not see. */
export function recordedOf(ctx: Ctx, row: AuditEvent): Values {
  const seen = maySee(ctx, row);
  return {
    event: row.name,
    ...(seen ? { subject: `${row.entity}/${row.entityId}`, version: row.entityVersion } : {}),
    actor: row.actor,
    onBehalfOf: row.impersonatorId === null ? null : row.memberId,
    ...(seen
      ? {
          before: readableValues(ctx, row.entity, row.before),
          after: readableValues(ctx, row.entity, row.after),
          data: readableValues(ctx, row.entity, row.data),
        }
      : {}),
    batch: row.batchId,
    at: row.at.toISOString(),
  };
}

/** Why it happened, where nobody of the workspace did it. */
export function noteOf({ actor, data }: AuditEvent): string | null {
  if (actor.type === "staff") return typeof data.ticket === "string" ? `Ticket ${data.ticket}` : null;
  if (actor.job) return [actor.job, actor.reason].filter(Boolean).join(": ");
  return actor.source ?? null;
}
