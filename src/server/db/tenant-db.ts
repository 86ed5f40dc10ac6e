import "server-only";
import { LRUCache } from "lru-cache";
import { env } from "@/env";
import { AppError } from "../errors.ts";
import { insideTransaction } from "../outbound.ts";
import { databaseOf, modelShapes, rowsOfTenant } from "./client.ts";
import { Prisma, type PrismaClient } from "./generated/client.ts";
import { tenantScope } from "./tenant-pool.ts";

/** The database as product code sees it: models without connection or transaction control. */
export type Db = Prisma.TransactionClient;

export interface TenantDb {
  db: Db;
  /** Runs `work` in one transaction on one connection of this tenant, by default for at most 15 seconds. */
  tx<T>(work: (db: Db) => Promise<T>, limit?: { timeoutMs: number }): Promise<T>;
}

/** Models without a tenant: the scoped client refuses them. Tenant itself is looked up by its own id. */
export const globalModels: ReadonlySet<string> = new Set([
  "User",
  "Session",
  "AuthToken",
  "TotpSecret",
  "RecoveryCode",
  "Passkey",
  "PasskeyChallenge",
  "EmailChange",
  "IdentityEvent",
  "RateLimit",
  "BillingEvent",
  "Staff",
  "StaffEvent",
]);

type Args = Record<string, unknown>;

let shapes: ReturnType<typeof modelShapes> | undefined;
/** Relation fields per model. */
function shapeOf(model: string) {
  shapes ??= modelShapes();
  const shape = shapes[model];
  if (!shape) throw new Error(`Model ${model} is not in the data model.`);
  return shape;
}

function refuse(reason: string): never {
  throw new Error(`Tenancy: ${reason}`);
}

const readMany = new Set([
  "findFirst",
  "findFirstOrThrow",
  "findMany",
  "count",
  "aggregate",
  "groupBy",
  "updateMany",
  "updateManyAndReturn",
  "deleteMany",
]);
const writeOne = new Set(["update", "delete", "upsert"]);
const create = new Set(["create", "createMany", "createManyAndReturn"]);
const update = new Set(["update", "updateMany", "updateManyAndReturn", "upsert"]);

/** The tenant column of a model: its own id for Tenant, `tenantId` elsewhere. */
function keyOf(model: string): "id" | "tenantId" {
  if (globalModels.has(model)) refuse(`${model} is global; product code does not read it.`);
  if (model === "Tenant") return "id";
  if (!shapeOf(model).fields.some((field) => field.name === "tenantId")) refuse(`${model} has no tenantId.`);
  return "tenantId";
}

function checkWrite(model: string, key: string, tenantId: string, data: unknown, isUpdate: boolean): void {
  for (const row of Array.isArray(data) ? data : [data]) {
    if (!row || typeof row !== "object") continue;
    const values = row as Args;
    if (key in values && (isUpdate || values[key] !== tenantId)) refuse(`${model}.${key} is not written by hand.`);
    for (const field of shapeOf(model).fields) {
      if (field.kind === "object" && values[field.name] !== undefined)
        refuse(`nested write ${model}.${field.name}; write the scalar id.`);
    }
  }
}

function checkWhere(where: unknown, key: string, tenantId: string): void {
  if (!where || typeof where !== "object") return;
  for (const [name, value] of Object.entries(where as Args)) {
    if (name === key && value !== tenantId) refuse(`a condition names another ${key}.`);
    // Compound keys such as tenantId_fileId_line carry the tenant inside.
    if (name.startsWith("tenantId_") && (value as Args | undefined)?.tenantId !== tenantId)
      refuse(`a compound key names another tenant.`);
  }
}

/** A relation's `_count` groups the rows of every tenant; only row-level security would restrict it. */
function checkCounts(part: unknown): void {
  if (!part || typeof part !== "object") return;
  if ("_count" in part) refuse("_count of a relation reads rows of other tenants; count in a separate query.");
  for (const value of Object.values(part)) checkCounts(value);
}

function withTenant(data: unknown, key: string, tenantId: string): unknown {
  return Array.isArray(data)
    ? data.map((row: Args) => ({ ...row, [key]: tenantId }))
    : { ...(data as Args), [key]: tenantId };
}

/** The arguments of one model operation, limited to one tenant. Throws on anything that could reach another tenant. */
export function scopeArgs(model: string, operation: string, given: unknown, tenantId: string): Args {
  const key = keyOf(model);
  const args: Args = { ...((given ?? {}) as Args) };
  if (operation === "findUnique" || operation === "findUniqueOrThrow")
    refuse(`${operation} is batched across callers; use findFirst.`);
  if (!readMany.has(operation) && !writeOne.has(operation) && !create.has(operation))
    refuse(`${operation} is not known.`);
  if (args.cursor) refuse("a cursor is looked up without the tenant; page by conditions.");
  checkCounts([args.select, args.include, operation === "groupBy" ? null : args.orderBy]);
  checkWhere(args.where, key, tenantId);
  if (readMany.has(operation)) args.where = { AND: [args.where ?? {}, { [key]: tenantId }] };
  if (writeOne.has(operation)) args.where = { ...(args.where as Args), [key]: tenantId };
  if (update.has(operation)) checkWrite(model, key, tenantId, operation === "upsert" ? args.update : args.data, true);
  if (create.has(operation)) {
    checkWrite(model, key, tenantId, args.data, false);
    args.data = withTenant(args.data, key, tenantId);
  }
  if (operation === "upsert") {
    checkWrite(model, key, tenantId, args.create, false);
    args.create = withTenant(args.create, key, tenantId);
  }
  return args;
}

const rawCalls = new Set(["$queryRaw", "$executeRaw", "$queryRawUnsafe", "$executeRawUnsafe"]);

const setTenant = (tx: Db, tenantId: string) => tx.$executeRaw`select set_config('app.tenant_id', ${tenantId}, true)`;

function checkRaw(tenantId: string): void {
  const scope = tenantScope.getStore();
  if (!scope?.raw) refuse("raw SQL goes through tenantSql.");
  if (scope.tenantId !== tenantId) refuse("raw SQL names one tenant and the client of another.");
}

function extend(client: PrismaClient, tenantId: string) {
  type RawCall = { args: unknown; query: (args: never) => Promise<unknown> };
  const raw = async ({ args, query }: RawCall) => {
    checkRaw(tenantId);
    return await query(args as never);
  };
  return client.$extends({
    name: "tenant",
    query: {
      $allModels: {
        async $allOperations({ model, operation, args, query }) {
          const scoped = scopeArgs(model, operation, args, tenantId);
          // The await matters: Prisma's promises are lazy and would start outside the scope.
          return await tenantScope.run({ tenantId, raw: false }, async () => await query(scoped as typeof args));
        },
      },
      $queryRaw: raw,
      $executeRaw: raw,
      $queryRawUnsafe: raw,
      $executeRawUnsafe: raw,
    },
  });
}

const made = new WeakMap<PrismaClient, LRUCache<string, TenantDb>>();

/** Scoped clients by client and tenant: building one takes as long as a query, and it holds only the tenant's id. */
function tenantDbsOf(base: PrismaClient): LRUCache<string, TenantDb> {
  const dbs = made.get(base) ?? new LRUCache({ max: 2_000, memoMethod: (tenantId) => scopedDb(base, tenantId) });
  made.set(base, dbs);
  return dbs;
}

/**
 * The database as one tenant sees it. The tenant is fixed in this closure and never ambient, so a query that is
 * batched or awaited late still runs as the tenant that made it.
 */
export function tenantDb(tenantId: string): TenantDb {
  return tenantDbsOf(databaseOf(tenantId)).memo(tenantId);
}

function scopedDb(base: PrismaClient, tenantId: string): TenantDb {
  const scoped = extend(base, tenantId);
  const transaction: TenantDb["tx"] = (work, limit) =>
    tenantScope.run({ tenantId, raw: false }, async () =>
      scoped.$transaction(
        async (tx) => {
          const db = guarded(tx as unknown as Db);
          if (env.DATABASE_POOLER === "transaction")
            await tenantScope.run({ tenantId, raw: true }, async () => await setTenant(db, tenantId));
          return await insideTransaction(() => work(db));
        },
        limit ? { timeout: limit.timeoutMs } : {},
      ),
    );
  const client = scoped as unknown as Db;
  const pooled = env.DATABASE_POOLER === "transaction";
  const db = guarded(pooled ? perTransaction(client, tenantId, transaction) : client);
  if (!pooled) tenantOfDirect.set(db, tenantId);
  return { db, tx: transaction };
}

/** The tenants of clients outside any transaction: their raw statements need not pass through Prisma. */
const tenantOfDirect = new WeakMap<Db, string>();

type Call = (...args: unknown[]) => Promise<unknown>;

const callOn = (target: object, method: PropertyKey, args: unknown[]) =>
  Reflect.apply(Reflect.get(target, method) as Call, target, args);

/** Models and raw calls only: the other `$` methods control the connection or return another client. */
function guarded(db: Db): Db {
  return new Proxy(db, {
    get(target, property, receiver) {
      const name = String(property);
      if (!name.startsWith("$")) return Reflect.get(target, property, receiver);
      // Bound to the target, because Prisma's raw methods call other `$` methods.
      if (rawCalls.has(name)) return (...args: unknown[]) => callOn(target, property, args);
      return () => refuse(`${name} is not for product code; use a mutation.`);
    },
  });
}

/** Behind a transaction pooler each single call becomes a transaction that sets its tenant first. */
function perTransaction(db: Db, tenantId: string, transaction: TenantDb["tx"]): Db {
  return new Proxy(db, {
    get(target, property, receiver) {
      const member: unknown = Reflect.get(target, property, receiver);
      if (rawCalls.has(String(property))) {
        return (...args: unknown[]) => {
          checkRaw(tenantId);
          return transaction((tx) =>
            tenantScope.run({ tenantId, raw: true }, async () => await callOn(tx, property, args)),
          );
        };
      }
      if (!member || typeof member !== "object") return member;
      return new Proxy(member, {
        get(model, operation) {
          const part: unknown = Reflect.get(model, operation);
          if (typeof part !== "function") return part;
          return (args: unknown) => transaction((tx) => callOn(Reflect.get(tx, property) as object, operation, [args]));
        },
      });
    },
  });
}

/** Raw SQL as the tenant of `db`, under row-level security. Returns the rows. */
export async function tenantSql<Row>(tenantId: string, db: Db, sql: Prisma.Sql): Promise<Row[]> {
  const rows = await tenantScope.run({ tenantId, raw: true }, async () => {
    const tenant = tenantOfDirect.get(db);
    if (tenant === undefined) return await db.$queryRaw<Row[] | undefined>(sql);
    checkRaw(tenant);
    return await rowsOfTenant<Row>(tenantId, sql);
  });
  // Happens when a backend is killed inside a transaction: Prisma then returns neither rows nor an error.
  if (!rows) throw new AppError("UNAVAILABLE", "The connection to the database ended. Try again in a moment.");
  return rows;
}

/** A statement on the data of a workspace, as its context reaches them: tenantRows<Row>(ctx)`select …`. */
export const tenantRows =
  <Row>({ tenant, db }: { readonly tenant: { readonly id: string }; readonly db: Db }) =>
  async (text: TemplateStringsArray, ...values: unknown[]): Promise<Row[]> =>
    await tenantSql<Row>(tenant.id, db, Prisma.sql(text, ...values));
