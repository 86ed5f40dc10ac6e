import "server-only";
import { memberOf } from "@/server/actor";
import type { Ctx } from "@/server/context";
import { Prisma } from "@/server/db/generated/client";
import { insertSet } from "@/server/db/row-sets";
import { tenantSql } from "@/server/db/tenant-db";
import { newId } from "@/server/new-id";
import type { Stay } from "../rules";
import type { BatchFacts } from "./batch-facts";
import type { Imported, NewContact } from "./imported-opportunity";

interface Line {
  record: Imported;
  productId: string;
  price: bigint;
}

/**
 * Adds the product lines of opportunities: at their amount, else at the product's price, which those take whose amount
 * is the total of their lines.
 */
export async function insertLines(ctx: Ctx, facts: BatchFacts, records: readonly Imported[]): Promise<void> {
  const lines = records.flatMap((record): Line[] => {
    const { product } = record.more;
    if (product === null) return [];
    const { amountMinor, valueFromLines } = record.after;
    const price = (valueFromLines ? null : amountMinor) ?? facts.products.get(product)?.priceMinor ?? 0n;
    return [{ record, productId: product, price }];
  });
  await insertSet<Line>(
    ctx,
    "opportunity_lines",
    [
      { column: "id", type: "uuid", value: ({ record }) => record.more.lineId },
      { column: "opportunity_id", type: "uuid", value: ({ record }) => record.id },
      { column: "product_id", type: "uuid", value: (row) => row.productId },
      { column: "quantity", type: "numeric", value: () => "1" },
      { column: "unit_price_minor", type: "bigint", value: (row) => row.price },
      { column: "position", type: "int", value: ({ record }) => record.more.products.length + 1 },
    ],
    lines,
  );
}

interface Part extends NewContact {
  record: Imported;
  isPrimary: boolean;
}

/** Adds the contacts of opportunities: the first one of an opportunity without any becomes the primary one. */
export async function insertContacts(ctx: Ctx, records: readonly Imported[]): Promise<void> {
  const parts = records.flatMap((record) =>
    record.more.newContacts.map((part, place): Part => {
      const isPrimary = place === 0 && record.more.contacts.length === 0;
      return { ...part, record, isPrimary };
    }),
  );
  await insertSet<Part>(
    ctx,
    "opportunity_contacts",
    [
      { column: "id", type: "uuid", value: (row) => row.id },
      { column: "opportunity_id", type: "uuid", value: ({ record }) => record.id },
      { column: "contact_id", type: "uuid", value: (row) => row.contactId },
      { column: "role", type: "text", value: (row) => row.role },
      { column: "is_primary", type: "boolean", value: (row) => row.isPrimary },
    ],
    parts,
  );
}

interface Entry extends Stay {
  id: string;
  opportunityId: string;
  sequence: number;
}

/** Adds the stays of opportunities to their stage history, and ends the ones before. */
export async function insertStays(ctx: Ctx, records: readonly Imported[]): Promise<void> {
  const moved = records.filter(({ before, more }) => before !== null && more.stays.length > 0);
  if (moved.length > 0) {
    await tenantSql(
      ctx.tenant.id,
      ctx.db,
      Prisma.sql`
        update stage_entries e set left_at = r.at
        from unnest(${moved.map(({ id }) => id)}::uuid[],
                    ${moved.map(({ more }) => more.stays[0]?.enteredAt?.toISOString() ?? null)}::text[]::timestamptz[]) as r(id, at)
        where e.tenant_id = ${ctx.tenant.id}::uuid and e.opportunity_id = r.id and e.left_at is null`,
    );
  }
  const entries = records.flatMap(({ id, more }) =>
    more.stays.map((stay, index) => ({
      ...stay,
      id: newId(),
      opportunityId: id,
      sequence: (more.sequence ?? 0) + index + 1,
    })),
  );
  const actorId = memberOf(ctx.actor);
  await insertSet<Entry>(
    ctx,
    "stage_entries",
    [
      { column: "id", type: "uuid", value: (row) => row.id },
      { column: "opportunity_id", type: "uuid", value: (row) => row.opportunityId },
      { column: "stage_id", type: "uuid", value: (row) => row.stageId },
      { column: "sequence", type: "int", value: (row) => row.sequence },
      { column: "entered_at", type: "timestamptz", value: (row) => row.enteredAt },
      { column: "left_at", type: "timestamptz", value: (row) => row.leftAt },
      { column: "actor_id", type: "uuid", value: () => actorId },
      { column: "source", type: "text", value: () => "import" },
    ],
    entries,
  );
}
