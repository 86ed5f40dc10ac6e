import "server-only";
import type { z } from "zod";
import { compactAddress } from "@/lib/address";
import { foldKey } from "@/lib/text";
import { memberBadge } from "@/modules/platform/members/rules";
import { defined, isoOf, jsonColumn, minorOf, moneyOf } from "@/server/columns";
import type { Ctx } from "@/server/context";
import { Prisma } from "@/server/db/generated/client";
import type { ListDefinition } from "@/server/list-filter";
import { pointedTo, type RowSource } from "@/server/list-rows";
import type { SqlTable } from "@/server/where-sql";
import { type Account, type AccountInput, type account, accountTypes } from "./schema";
import { accountScope } from "./scope";

export const select = {
  id: true,
  name: true,
  nameKey: true,
  domain: true,
  website: true,
  phone: true,
  type: true,
  industry: true,
  employees: true,
  annualRevenueMinor: true,
  currency: true,
  billingAddress: true,
  shippingAddress: true,
  parentId: true,
  ownerId: true,
  archivedAt: true,
  createdAt: true,
  updatedAt: true,
  version: true,
  parent: { select: { id: true, name: true, ownerId: true } },
  owner: { select: { id: true, name: true, status: true } },
} satisfies Prisma.AccountSelect;
export type Row = Prisma.AccountGetPayload<{ select: typeof select }>;

/** A row as it leaves the server. */
export function present(ctx: Ctx, row: Row): z.input<typeof account> {
  const { parent } = row;
  return {
    id: row.id,
    name: row.name,
    domain: row.domain,
    website: row.website,
    phone: row.phone,
    type: row.type as Account["type"],
    industry: row.industry,
    employees: row.employees,
    annualRevenue: moneyOf(row.annualRevenueMinor, row.currency),
    billingAddress: row.billingAddress as Account["billingAddress"],
    shippingAddress: row.shippingAddress as Account["shippingAddress"],
    parent: parent && { id: accountScope.sees(ctx, parent) ? parent.id : null, name: parent.name },
    owner: memberBadge(row.owner),
    archivedAt: isoOf(row.archivedAt),
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
    version: row.version,
    mayEdit: accountScope.mayEdit(ctx, row),
  };
}

/** Any fields of an account; undefined means not named. */
export type AccountPatch = { [K in keyof AccountInput]?: AccountInput[K] | undefined };

/** Stored columns of the fields that an input names; the folded keys come along. */
export function columns(input: AccountPatch) {
  return defined({
    name: input.name,
    nameKey: input.name === undefined ? undefined : foldKey(input.name),
    domain: input.domain,
    domainKey: input.domain === undefined ? undefined : input.domain && foldKey(input.domain),
    website: input.website,
    phone: input.phone,
    type: input.type,
    industry: input.industry,
    employees: input.employees,
    annualRevenueMinor: input.annualRevenue === undefined ? undefined : minorOf(input.annualRevenue),
    currency: input.annualRevenue === undefined ? undefined : (input.annualRevenue?.currency ?? null),
    billingAddress: input.billingAddress === undefined ? undefined : compactAddress(input.billingAddress),
    shippingAddress: input.shippingAddress === undefined ? undefined : compactAddress(input.shippingAddress),
    parentId: input.parentId,
    ownerId: input.ownerId,
  });
}

/** Accounts as raw SQL names them. */
export const accountTable: SqlTable = {
  name: "accounts",
  alias: "a",
  columns: {
    id: { name: "id", type: "uuid" },
    nameKey: { name: "name_key", type: "text" },
    domain: { name: "domain", type: "text" },
    website: { name: "website", type: "text" },
    phone: { name: "phone", type: "text" },
    type: { name: "type", type: "text" },
    industry: { name: "industry", type: "text" },
    employees: { name: "employees", type: "int" },
    annualRevenueMinor: { name: "annual_revenue_minor", type: "bigint" },
    currency: { name: "currency", type: "text" },
    parentId: { name: "parent_id", type: "uuid" },
    ownerId: { name: "owner_id", type: "uuid" },
    archivedAt: { name: "archived_at", type: "timestamptz" },
    createdAt: { name: "created_at", type: "timestamptz" },
    updatedAt: { name: "updated_at", type: "timestamptz" },
  },
};

/** What `select` reads, for pages of lists. */
export const accountRows: RowSource = {
  table: accountTable,
  columns: Prisma.sql`
    a.id, a.name, a.name_key as "nameKey", a.domain, a.website, a.phone, a.type, a.industry, a.employees,
    a.annual_revenue_minor as "annualRevenueMinor", a.currency, a.billing_address as "billingAddress",
    a.shipping_address as "shippingAddress", a.parent_id as "parentId", a.owner_id as "ownerId",
    a.archived_at as "archivedAt", a.created_at as "createdAt", a.updated_at as "updatedAt", a.version,
    p.name as "parentName", p.owner_id as "parentOwnerId", m.name as "ownerName", m.status as "ownerStatus"`,
  joins: Prisma.join(
    [
      pointedTo(accountTable, "parent_id", "accounts", "p", "x.name, x.owner_id"),
      pointedTo(accountTable, "owner_id", "members", "m", "x.name, x.status"),
    ],
    " ",
  ),
};
export type ListRow = Omit<Row, "parent" | "owner"> & {
  parentName: string | null;
  parentOwnerId: string | null;
  ownerName: string | null;
  ownerStatus: string | null;
};

/** A row of a list in the form of all others. */
export function rowOfList({ parentName, parentOwnerId, ownerName, ownerStatus, ...row }: ListRow): Row {
  const { parentId, ownerId } = row;
  return {
    ...row,
    parent: parentId === null ? null : { id: parentId, name: parentName ?? "", ownerId: parentOwnerId },
    owner: ownerId === null ? null : { id: ownerId, name: ownerName ?? "", status: ownerStatus ?? "" },
  };
}

/** The same as Prisma writes them: it has its own word for an empty JSON column. */
export function written(input: AccountPatch) {
  const { billingAddress, shippingAddress, ...plain } = columns(input);
  return defined({
    ...plain,
    billingAddress: billingAddress === undefined ? undefined : jsonColumn(billingAddress),
    shippingAddress: shippingAddress === undefined ? undefined : jsonColumn(shippingAddress),
  });
}

export const accountList: ListDefinition = {
  entity: "account",
  table: accountTable,
  fields: {
    name: { kind: "key", column: "nameKey", sortable: true },
    domain: { kind: "text", column: "domain", nullable: true },
    website: { kind: "text", column: "website", nullable: true },
    phone: { kind: "text", column: "phone", nullable: true },
    type: { kind: "enum", column: "type", groups: true, choices: accountTypes },
    industry: { kind: "text", column: "industry", nullable: true, sortable: true, groups: true },
    employees: { kind: "number", column: "employees", nullable: true, sortable: true },
    annualRevenue: {
      kind: "money",
      column: "annualRevenueMinor",
      currency: "currency",
      nullable: true,
      sortable: true,
    },
    parent: { kind: "id", column: "parentId", nullable: true },
    owner: { kind: "member", column: "ownerId", nullable: true, groups: true },
    createdAt: { kind: "instant", column: "createdAt", sortable: true },
    updatedAt: { kind: "instant", column: "updatedAt", sortable: true },
  },
  defaultSort: { field: "name", direction: "asc" },
  search: "nameKey",
};
