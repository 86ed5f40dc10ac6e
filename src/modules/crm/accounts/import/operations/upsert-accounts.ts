import "server-only";
import { type Address, compactAddress } from "@/lib/address";
import { counted, nouns } from "@/lib/counted";
import { type ImportCall, type ImportOutcome, importCallInput, importCallOutput, soundRows } from "@/lib/import-rows";
import { foldKey, quoteValue } from "@/lib/text";
import { importScope } from "@/modules/platform/imports/scope";
import { defined } from "@/server/columns";
import type { Ctx } from "@/server/context";
import { changes } from "@/server/events";
import { oneImportAtATime } from "@/server/import-lock";
import { mayOwn } from "@/server/scope";
import { crm } from "../../../module";
import { type AccountImportRow, readAccountRow } from "../schema";
import { type AccountColumns, Book, loadAccounts, writeAccounts } from "./account-book";

export const upsertAccounts = crm.operation({
  kind: "mutation",
  permission: "record:import",
  uses: [{ scope: importScope, ids: (input) => [input.importId] }],
  silent: "Each record has its own event; a batch without a change has none.",
  input: importCallInput,
  output: importCallOutput,
  describe: "Writes imported accounts, recognised by domain or name, with the rights of the importing member.",
  async run(ctx, input) {
    await oneImportAtATime(ctx, "account", input.dry);
    const { rows, problems: unread } = soundRows(input.rows, readAccountRow);
    const refused: ImportOutcome["problems"] = [];
    const stored = await loadAccounts(
      ctx,
      rows.map(({ row }) => foldKey(row.name)),
      rows.flatMap(({ row }) => (row.domain ? [foldKey(row.domain)] : [])),
    );
    const book = new Book(stored);
    for (const { line, row } of rows) {
      const problem = take(ctx, input, book, line, row);
      if (problem) refused.push({ line, ...problem });
    }
    const written = await writeAccounts(ctx, book.touched(), rows.length - refused.length, input.dry);
    return { ...written, problems: [...unread, ...refused] };
  },
});

function take(ctx: Ctx, input: ImportCall, book: Book, line: number, row: AccountImportRow) {
  const [found, ...more] = book.find(row);
  if (found && more.length > 0)
    return {
      field: "name",
      reason: `${counted(more.length + 1, nouns.account)} are called ${quoteValue(row.name)}. Give their domain as well, or merge them first.`,
    };
  if (row.owner !== undefined && !mayOwn(ctx, "account:edit", row.owner)) return notYours;
  if (!found) {
    if (!ctx.can("account:create")) return { field: "name", reason: "You may not create accounts." };
    const ownerId = row.owner ?? input.options.ownerId;
    if (!mayOwn(ctx, "account:edit", ownerId)) return notYours;
    book.add(merge(ctx, { ...empty, name: row.name, ownerId }, row), line);
    return null;
  }
  const after = merge(ctx, found.after, row);
  if (!changes(found.after, after)) return null;
  if (!book.mayEdit(ctx, found))
    return {
      field: "name",
      reason: `${quoteValue(row.name)} exists, and you may not change it. Ask its owner or an admin.`,
    };
  book.change(found, after, line);
  return null;
}

const notYours = {
  field: "owner",
  reason: "You may give accounts only to yourself, or to members of your teams where you manage them.",
};

const empty: Omit<AccountColumns, "name" | "ownerId"> = {
  domain: null,
  website: null,
  phone: null,
  type: "prospect",
  industry: null,
  employees: null,
  annualRevenueMinor: null,
  currency: null,
  billingAddress: null,
  shippingAddress: null,
  parentId: null,
};

/** A row without any part of it leaves an address as it is. */
function addressWith(address: Address | null, parts: Address): Address | null {
  for (const _ in parts) return compactAddress({ ...address, ...parts });
  return address;
}

const billingParts = ({ street, city, state, postalCode, country }: AccountImportRow) =>
  defined({ street, city, state, postalCode, country });

const shippingParts = (row: AccountImportRow) =>
  defined({
    street: row.shippingStreet,
    city: row.shippingCity,
    state: row.shippingState,
    postalCode: row.shippingPostalCode,
    country: row.shippingCountry,
  });

/** The account with what a row says; an empty cell leaves a field as it is, a differing spelling of the name too. */
function merge(ctx: Ctx, account: AccountColumns, row: AccountImportRow): AccountColumns {
  return {
    name: foldKey(account.name) === foldKey(row.name) ? account.name : row.name,
    domain: row.domain ?? account.domain,
    website: row.website ?? account.website,
    phone: row.phone ?? account.phone,
    type: row.type ?? account.type,
    industry: row.industry ?? account.industry,
    employees: row.employees ?? account.employees,
    annualRevenueMinor: row.annualRevenue === undefined ? account.annualRevenueMinor : BigInt(row.annualRevenue),
    currency: row.annualRevenue === undefined ? account.currency : (row.revenueCurrency ?? ctx.tenant.currency),
    billingAddress: addressWith(account.billingAddress, billingParts(row)),
    shippingAddress: addressWith(account.shippingAddress, shippingParts(row)),
    parentId: account.parentId,
    ownerId: row.owner ?? account.ownerId,
  };
}
