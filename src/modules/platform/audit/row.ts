import "server-only";
import { accessEvents } from "@/lib/access-events";
import { type Permission, permissionTable } from "@/lib/roles";
import { catalogIn, timelineOf } from "@/server/catalog";
import type { Ctx } from "@/server/context";
import { readable } from "@/server/readable";
import { isOn } from "@/server/scope";
import { deviceName } from "../auth/rules";
import { changesOf, keyOf, Lookup } from "../events/operations/entries";
import type { FieldChange } from "../events/schema";
import type { AuditEvent } from "./operations/read";
import { accountDetail, actWords, entityWords } from "./rules";
import type { AuditRow } from "./schema";

const refusal = accessEvents.refused.name;

type Values = Record<string, unknown>;

/** Names of records and keys that events mention. */
export interface AuditNames {
  lookup: Lookup;
  /** Names of API keys, where the reader may know them. */
  keys: ReadonlyMap<string, string>;
}

export async function learnNames(ctx: Ctx, rows: readonly AuditEvent[]): Promise<AuditNames> {
  const lookup = new Lookup(ctx);
  await lookup.learn(
    rows.filter((row) => maySee(ctx, row)),
    new Map(),
  );
  const ids = [...new Set(rows.flatMap(({ actor }) => actor.keyId ?? []))];
  const found = ids.length > 0 && ctx.can("apiKey:manage") ? await timelineOf("apiKey")?.scope.names?.(ctx, ids) : [];
  return { lookup, keys: new Map((found ?? []).map(({ id, name }) => [id, name])) };
}

const isPermission = (name: string): name is Permission => Object.hasOwn(permissionTable, name);

/** Whether the reader may see the record of an event: its module is on, and the right to view it is there. */
function maySee(ctx: Ctx, { entity, name }: Pick<AuditEvent, "entity" | "name">): boolean {
  if (!isOn(ctx, entity)) return false;
  const view = `${entity}:view`;
  if (isPermission(view) && !ctx.can(view)) return false;
  const lines = timelineOf(entity)?.catalog.timeline ?? {};
  const line = lines[name];
  const needs = line ? [line.needs] : Object.values(lines).map((one) => one.needs);
  return needs.every((permission) => permission === undefined || ctx.can(permission));
}

/** An event as the log shows it. */
export function presentRow(ctx: Ctx, names: AuditNames, row: AuditEvent): AuditRow {
  const seen = maySee(ctx, row);
  const changes = seen ? allChanges(ctx, names.lookup, row) : [];
  const line = timelineOf(row.entity)?.catalog.timeline[row.name];
  const refused = row.name === refusal;
  const asked = typeof row.data.describe === "string" ? row.data.describe : "";
  const told = { name: row.name, verb: line?.verb ?? null, fields: changes.map(({ label }) => label) };
  return {
    id: row.id,
    at: row.at.toISOString(),
    name: row.name,
    what: refused ? `Refused: ${asked}` : actWords(told),
    refused: refused || row.name.endsWith("Refused"),
    ...peopleOf(names, row),
    entity: row.entity,
    record: seen ? { id: row.entityId, title: titleOf(names, row) } : null,
    changes,
    detail: seen ? detailOf(row, line?.detail) : null,
    from: { via: viaOf(row), address: addressOf(row), device: deviceOf(row) },
  };
}

function titleOf({ lookup }: AuditNames, row: AuditEvent): string {
  const { data, before } = row;
  // A refusal names no record: the request may have named one that its actor may not see.
  if (typeof data.permission === "string" && row.name === refusal)
    return entityWords(data.permission.split(":")[0] ?? "");
  const stored = [data.name, before?.name, data.ticket].find((one) => typeof one === "string");
  return lookup.name(row.entity, row.entityId) ?? (stored ? String(stored) : entityWords(row.entity));
}

function detailOf(row: AuditEvent, detail: ((data: Values) => string) | undefined): string | null {
  if (detail) return detail(row.data) || null;
  // Acts of people on their accounts come with what their browser said.
  if ("userAgent" in row.data) return accountDetail(row.data);
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
  return { who: { kind: "job", id: null, name: "Throughline" }, behalf: memberId ? member : null };
}

function viaOf({ actor }: AuditEvent): AuditRow["from"]["via"] {
  if (actor.type === "staff") return "staff";
  if (actor.type === "apiKey") return "api";
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
  const catalog = catalogIn(ctx, row.entity);
  const named = catalog ? changesOf(ctx, lookup, row, catalog) : [];
  const others = Object.keys({ ...row.before, ...row.after }).filter(
    (key) => !columnOf(ctx, row.entity, key) && mayRead(ctx, row.entity, key),
  );
  return [
    ...named,
    ...others.map(
      (key): FieldChange => ({
        field: key,
        label: entityWords(key.replace(/(Id|Ids|At)$/, "")),
        kind: "text",
        before: plain(row.before?.[key]),
        after: plain(row.after?.[key]),
      }),
    ),
  ];
}

/** The column that a stored key belongs to: `ownerId` to the owner, and `nameKey`, by which names are found, to the name. */
function columnOf(ctx: Ctx, entity: string, key: string): string | null {
  const found = Object.entries(catalogIn(ctx, entity)?.columns ?? {}).find(([field, column]) =>
    [field, keyOf(field, column), `${field}Key`].includes(key),
  );
  return found ? (found[1].of ?? found[0]) : null;
}

function plain(value: unknown): string | number | boolean | null {
  if (value === undefined || value === null) return null;
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return value;
  return JSON.stringify(value);
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
