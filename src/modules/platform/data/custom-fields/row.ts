import "server-only";
import type { CustomField } from "@/lib/fields/custom";
import { isoOf } from "@/server/columns";
import type { Ctx } from "@/server/context";
import type { Prisma } from "@/server/db/generated/client";
import { notFound } from "@/server/errors";
import type { CustomFieldRow } from "./schema";

export const customFieldSelect = {
  id: true,
  entity: true,
  key: true,
  kind: true,
  label: true,
  help: true,
  section: true,
  position: true,
  required: true,
  unique: true,
  initial: true,
  settings: true,
  archivedAt: true,
  deletedAt: true,
  version: true,
} satisfies Prisma.CustomFieldSelect;
export type StoredField = Prisma.CustomFieldGetPayload<{ select: typeof customFieldSelect }>;

export const presentField = (row: StoredField): CustomFieldRow => ({
  ...definitionOf(row),
  settings: row.settings as CustomFieldRow["settings"],
  entity: row.entity as CustomFieldRow["entity"],
  deletedAt: isoOf(row.deletedAt),
});

/** A stored field as the kernel reads it. */
export const definitionOf = ({ deletedAt: _, ...row }: StoredField): CustomField => ({
  ...row,
  kind: row.kind as CustomField["kind"],
  initial: row.initial,
  settings: row.settings as CustomField["settings"],
  archivedAt: isoOf(row.archivedAt),
});

export async function findField(ctx: Ctx, id: string): Promise<StoredField> {
  const row = await ctx.db.customField.findFirst({ where: { id, purgedAt: null }, select: customFieldSelect });
  if (!row) throw notFound("custom field");
  return row;
}
