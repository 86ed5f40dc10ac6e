import { randomUUID } from "node:crypto";
import type { Ctx } from "@/server/context";
import type { Db } from "@/server/db/tenant-db";
import type { Ids } from "./sample-input";

export type Arrange = (db: Db, ids: Ids, ctx: Ctx) => Promise<Ids | undefined>;

/** The first of the ids that were arranged, as the id of a record. */
export const idIn = (ids: Ids | undefined) => ({ id: Object.values(ids ?? {})[0] ?? "" });

/** The needs of an operation, beyond a sample of its schema, to succeed for callers who have the right. */
export interface AllowedCase {
  /** Writes rows to start from, in the transaction that is rolled back; returns the ids of new ones. */
  arrange?: Arrange;
  /** Fields that cannot be derived from the schema. */
  input?: (ids: Ids, ctx: Ctx) => Record<string, unknown>;
}

export const renamed: AllowedCase = { input: () => ({ name: "Another name" }) };
/** Another id from elsewhere: records that nobody names have no name to change. */
export const numbered: AllowedCase = { input: () => ({ externalId: randomUUID(), externalSource: "Elsewhere" }) };
export const soon = () => new Date(Date.now() + 86_400_000).toISOString();

/** Changes one existing row. */
export const changed =
  (model: string, entity: string, data: (ctx: Ctx) => object): Arrange =>
  async (db, ids, ctx) => {
    const rows = (db as unknown as Record<string, { updateMany(args: object): Promise<{ count: number }> }>)[model];
    const written = await rows?.updateMany({ where: { id: ids[entity] ?? "" }, data: data(ctx) });
    if (written?.count !== 1) throw new Error(`There is no ${entity} to arrange.`);
    return undefined;
  };

export const archived = (entity: string): AllowedCase => ({
  arrange: changed(entity, entity, () => ({ archivedAt: new Date() })),
});
export const mine = (model: string, entity: string, column: string, more: object = {}) =>
  changed(model, entity, (ctx) => ({ [column]: ctx.member?.id ?? null, ...more }));
export const myImport = (more: object = {}) =>
  changed("import", "import", ({ member }) => ({ createdById: member?.id, askedById: member?.id, ...more }));

export const named = (name: string) => ({ name, nameKey: name.toLowerCase() });
