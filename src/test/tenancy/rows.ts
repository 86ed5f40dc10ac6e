import { type DatamodelModel, datamodel } from "../datamodel";
import type { FreshDatabase } from "../db";
import { sampled, someOf } from "../rounds";
import { type Query, tenantTables } from "../tenant-tables";
import { isDeep, tried } from "../tiers";
import { poolerModes } from "./kernel";

/** Events of the log alone: each refused act and each new address of a key writes one. */
const logged = "('access.refused', 'apiKey.used', 'apiKey.refused')";

/** Tables that requests write by themselves: when jobs are asked, and from where keys are used. */
const byRequests = new Set(["due_work", "api_key_days", "api_key_refusals"]);

/**
 * One hash per table of all data of a workspace, read as superuser: equal means identical rows. The members' last
 * activity is left out, and when jobs are asked: any request updates it, even a refused one. `only`: these tables.
 */
export async function fingerprint(
  query: Query,
  tenantId: string,
  only?: readonly string[],
): Promise<Record<string, string>> {
  const parts = (only ?? [...(await tenantTables(query)), "tenants"])
    .filter((name) => !byRequests.has(name))
    .map(
      (name) =>
        `select '${name}' as name, coalesce(md5(string_agg(r.row, '|' order by r.row)), '') as hash
       from ${name} t cross join lateral (select (to_jsonb(t) - 'last_active_at')::text as row) r where ${name === "tenants" ? "id" : "tenant_id"} = $1 ${name === "events" ? `and t.name not in ${logged}` : ""}`,
    );
  const rows = await query<{ name: string; hash: string }>(parts.join(" union all "), [tenantId]);
  return Object.fromEntries(rows.map((row) => [row.name, row.hash]));
}

/** Removes row-level security from every table of a database: only the scoped client protects then. */
export async function withoutRowSecurity(fresh: FreshDatabase): Promise<void> {
  for (const name of [...(await tenantTables(fresh.query)), "tenants"])
    await fresh.query(`alter table ${name} disable row level security, no force row level security`);
}

/** The settings that point the kernel to a database. */
export const settingsOf = ({ app, platform, owner }: FreshDatabase["urls"]) => ({
  DATABASE_URL: app,
  DATABASE_PLATFORM_URL: platform,
  DATABASE_OWNER_URL: owner,
});

type Method = (args?: unknown) => Promise<unknown>;
type Reads =
  | "findUnique"
  | "findUniqueOrThrow"
  | "findFirst"
  | "findFirstOrThrow"
  | "findMany"
  | "count"
  | "aggregate"
  | "groupBy";
type Writes =
  | "create"
  | "createMany"
  | "createManyAndReturn"
  | "update"
  | "updateMany"
  | "updateManyAndReturn"
  | "upsert"
  | "delete"
  | "deleteMany";

/** A model's methods, by a name that is only known at run time. */
export type Delegate = Record<Reads | Writes, Method>;
export const delegateOf = (db: object, model: string): Delegate =>
  (db as Record<string, Delegate>)[model.charAt(0).toLowerCase() + model.slice(1)] as Delegate;

/** The models with a tenant column. */
export const tenantModels: DatamodelModel[] = datamodel().filter((model) =>
  model.fields.some((field) => field.name === "tenantId"),
);

/** Whether a model is tried behind a pooler of this mode: in full behind both, those of nouns that are like others behind one. */
export const isTriedIn = (mode: (typeof poolerModes)[number], model: string): boolean =>
  sampled(tried(poolerModes, model, 1), model, 1).includes(mode);

/** The relations of a model that are tried: of those to nouns that are like others, a few. */
export function relationsOf({ name, fields }: DatamodelModel): DatamodelModel["fields"] {
  const relations = fields.filter((field) => field.kind === "object");
  const alike = relations.filter(({ type }) => !isDeep(type));
  return [...relations.filter(({ type }) => isDeep(type)), ...someOf(alike, name, 3)];
}

/** A row's key as a plain condition. */
export function keyOf(model: DatamodelModel, row: Record<string, unknown>): Record<string, unknown> {
  return model.primaryKey
    ? Object.fromEntries(model.primaryKey.fields.map((name) => [name, row[name]]))
    : { id: row.id };
}

/** A row's key as Prisma's unique condition. */
export function uniqueOf(model: DatamodelModel, row: Record<string, unknown>): Record<string, unknown> {
  return model.primaryKey ? { [model.primaryKey.fields.join("_")]: keyOf(model, row) } : { id: row.id };
}

/** The columns of a row, without those that the client makes itself. */
export function scalarsOf(model: DatamodelModel, row: Record<string, unknown>): Record<string, unknown> {
  const names = model.fields.filter((field) => field.kind !== "object" && row[field.name] !== null);
  return Object.fromEntries(names.map((field) => [field.name, row[field.name]]));
}
