import "server-only";
import type { z } from "zod";
import { foldKey } from "@/lib/text";
import { moneyOf } from "@/server/columns";
import type { Ctx } from "@/server/context";
import type { Prisma } from "@/server/db/generated/client";
import { notFound } from "@/server/errors";
import { emit } from "@/server/events";
import { keyset, listInput } from "@/server/list";
import { holding } from "@/server/list-filter";
import { updateVersioned } from "@/server/versions";
import { crm } from "../module";
import { productEvents } from "./events";
import { columns, present, productList, type Row, select } from "./row";
import {
  createProductInput,
  product,
  productIdInput,
  productPage,
  productPick,
  productPickInput,
  productVersionInput,
  updateProductInput,
} from "./schema";
import { productScope } from "./scope";

export const listProducts = crm.operation({
  kind: "query",
  permission: "product:view",
  input: listInput,
  output: productPage,
  rest: { method: "GET", path: "/products" },
  describe: "Products of the price list, by keyset.",
  async run(ctx, input) {
    const page = await keyset<Row, Prisma.ProductWhereInput>(ctx, {
      list: productList,
      input,
      where: [],
      find: (args) => ctx.db.product.findMany({ ...args, select }),
    });
    return { ...page, rows: page.rows.map((row) => present(ctx, row)) };
  },
});

export const getProduct = crm.operation({
  kind: "query",
  permission: "product:view",
  input: productIdInput,
  output: product,
  rest: { method: "GET", path: "/products/{id}" },
  describe: "One product.",
  async run(ctx, input) {
    const row = await ctx.db.product.findFirst({ where: { id: input.id }, select });
    if (!row) throw notFound("product");
    return present(ctx, row);
  },
});

export const pickProducts = crm.operation({
  kind: "query",
  permission: "product:view",
  input: productPickInput,
  output: productPick,
  describe: "Up to 50 products whose name holds the text, for pickers; or those with these ids.",
  async run(ctx, input) {
    const rows = await ctx.db.product.findMany({
      where: {
        AND: [
          input.ids ? { id: { in: input.ids } } : { archivedAt: null },
          input.q ? { nameKey: holding(input.q) } : {},
        ],
      },
      orderBy: [{ nameKey: "asc" }, { id: "asc" }],
      take: input.ids?.length ?? 50,
      select: { id: true, name: true, priceMinor: true, currency: true },
    });
    return rows.map((row) => ({ id: row.id, name: row.name, price: moneyOf(row.priceMinor, row.currency) }));
  },
});

export const createProduct = crm.operation({
  kind: "mutation",
  permission: "product:manage",
  input: createProductInput,
  output: product,
  rest: { method: "POST", path: "/products", creates: true },
  describe: "Adds a product to the price list.",
  async run(ctx, input) {
    const row = await ctx.db.product.create({
      data: { ...columns(input), name: input.name, nameKey: foldKey(input.name) },
      select,
    });
    emit(ctx, productEvents.created, { id: row.id, version: row.version, after: { name: row.name }, data: {} });
    return present(ctx, row);
  },
});

export const updateProduct = crm.operation({
  kind: "mutation",
  permission: "product:manage",
  on: { scope: productScope, ids: (input) => [input.id] },
  input: updateProductInput,
  output: product,
  rest: { method: "PATCH", path: "/products/{id}" },
  describe: "Changes a product; CONFLICT with the present state when the same field was changed since `version`.",
  async run(ctx, { id, version, ...input }) {
    return await change(ctx, { id, version }, columns(input), productEvents.updated);
  },
});

/** One versioned change of a product with its event. */
async function change(
  ctx: Ctx,
  target: z.output<typeof productVersionInput>,
  patch: Prisma.ProductUncheckedUpdateInput,
  event: (typeof productEvents)["updated" | "archived" | "restored"],
) {
  const row = await updateVersioned<Row>(ctx, {
    event,
    ...target,
    patch: patch as Partial<Row>,
    select,
    load: () => ctx.db.product.findFirst({ where: { id: target.id }, select }),
    write: (version) =>
      ctx.db.product.update({
        where: { id: target.id, version },
        data: { ...patch, version: { increment: 1 } },
        select,
      }),
    present: (row) => present(ctx, row),
  });
  return present(ctx, row);
}

const archivable = {
  kind: "mutation",
  permission: "product:manage",
  on: { scope: productScope, ids: (input: { id: string }) => [input.id] },
  input: productVersionInput,
  output: product,
} as const;

export const archiveProduct = crm.operation({
  ...archivable,
  rest: { method: "POST", path: "/products/{id}/archive" },
  describe: "Takes a product out of pickers; deals that hold it keep it.",
  run: (ctx, input) => change(ctx, input, { archivedAt: new Date() }, productEvents.archived),
});

export const restoreProduct = crm.operation({
  ...archivable,
  rest: { method: "POST", path: "/products/{id}/restore" },
  describe: "Brings an archived product back.",
  run: (ctx, input) => change(ctx, input, { archivedAt: null }, productEvents.restored),
});
