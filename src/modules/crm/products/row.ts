import "server-only";
import type { z } from "zod";
import { foldKey } from "@/lib/text";
import { defined, isoOf, minorOf, moneyOf } from "@/server/columns";
import type { Ctx } from "@/server/context";
import type { Prisma } from "@/server/db/generated/client";
import type { ListDefinition } from "@/server/list-filter";
import type { SqlTable } from "@/server/where-sql";
import type { ProductInput, product } from "./schema";

export const select = {
  id: true,
  name: true,
  nameKey: true,
  sku: true,
  description: true,
  priceMinor: true,
  currency: true,
  archivedAt: true,
  createdAt: true,
  updatedAt: true,
  version: true,
} satisfies Prisma.ProductSelect;
export type Row = Prisma.ProductGetPayload<{ select: typeof select }>;

/** A row as it leaves the server. */
export function present(ctx: Ctx, row: Row): z.input<typeof product> {
  return {
    id: row.id,
    name: row.name,
    sku: row.sku,
    description: row.description,
    price: moneyOf(row.priceMinor, row.currency),
    archivedAt: isoOf(row.archivedAt),
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
    version: row.version,
    mayEdit: ctx.can("product:manage"),
  };
}

/** Any fields of a product; undefined means not named. */
export type ProductPatch = { [K in keyof ProductInput]?: ProductInput[K] | undefined };

/** Stored columns of the fields that an input names; the folded keys come along. */
export function columns(input: ProductPatch) {
  return defined({
    name: input.name,
    nameKey: input.name === undefined ? undefined : foldKey(input.name),
    sku: input.sku,
    skuKey: input.sku === undefined ? undefined : input.sku && foldKey(input.sku),
    description: input.description,
    priceMinor: input.price === undefined ? undefined : minorOf(input.price),
    currency: input.price === undefined ? undefined : (input.price?.currency ?? null),
  });
}

const productTable: SqlTable = {
  name: "products",
  alias: "p",
  columns: {
    id: { name: "id", type: "uuid" },
    nameKey: { name: "name_key", type: "text" },
    sku: { name: "sku", type: "text" },
    priceMinor: { name: "price_minor", type: "bigint" },
    currency: { name: "currency", type: "text" },
    archivedAt: { name: "archived_at", type: "timestamptz" },
    createdAt: { name: "created_at", type: "timestamptz" },
  },
};

export const productList: ListDefinition = {
  table: productTable,
  fields: {
    name: { kind: "key", column: "nameKey", sortable: true },
    sku: { kind: "text", column: "sku", nullable: true },
    price: { kind: "money", column: "priceMinor", currency: "currency", nullable: true, sortable: true },
    createdAt: { kind: "instant", column: "createdAt", sortable: true },
  },
  defaultSort: { field: "name", direction: "asc" },
  search: "nameKey",
};
