import "server-only";
import type { Ctx } from "../context.ts";

type Data = Readonly<Record<string, unknown>>;
export interface Stored extends Data {
  id: string;
  version: number;
}

/** The Prisma client of a model whose name is known at run time only. */
export interface Records {
  findFirst(args: Data): Promise<Stored | null>;
  findMany(args: Data): Promise<Stored[]>;
  count(args: Data): Promise<number>;
  create(args: Data): Promise<Stored>;
  createMany(args: Data): Promise<unknown>;
  update(args: Data): Promise<Stored>;
  updateMany(args: Data): Promise<unknown>;
  delete(args: Data): Promise<unknown>;
}

/** The model of an entity, narrowed to the workspace of `ctx` as every access is. */
export function recordsOf(ctx: Ctx, entity: string): Records {
  const model = (ctx.db as unknown as Readonly<Record<string, Records>>)[entity];
  if (!model) throw new Error(`No model is called ${entity}.`);
  return model;
}
