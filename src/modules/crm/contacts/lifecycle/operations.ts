import "server-only";
import { z } from "zod";
import type { Ctx } from "@/server/context";
import { Prisma } from "@/server/db/generated/client";
import { tenantSql } from "@/server/db/tenant-db";
import { oneInput } from "@/server/nouns/made";
import { crm } from "../../module";
import { contacts } from "../fields";
import { contactOperations } from "../operations";
import { type LifecycleEntry, lifecycleEntry } from "./schema";

/** The most stays that an answer lists, the latest ones. */
const maxEntries = 100;

export const listLifecycle = crm.operation({
  kind: "query",
  permission: "contact:view",
  uses: [{ scope: contactOperations.scope, ids: (input: { id: string }) => [input.id] }],
  input: oneInput,
  output: z.array(lifecycleEntry).max(maxEntries),
  rest: { method: "GET", path: "/contacts/{id}/lifecycle" },
  describe: `The lifecycle stages that a contact was in, the present one first: at most the last ${maxEntries}.`,
  run: (ctx, { id }) => entriesOf(ctx, id, maxEntries),
});

interface EntryRow extends Omit<LifecycleEntry, "enteredAt" | "leftAt"> {
  enteredAt: Date;
  leftAt: Date | null;
}

async function entriesOf(ctx: Ctx, contactId: string, take: number) {
  const tenant = Prisma.sql`${ctx.tenant.id}::uuid`;
  // The transaction of an import writes the stay and its event at the same time.
  const rows = await tenantSql<EntryRow>(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      select l.id, l.stage, l.entered_at as "enteredAt", l.left_at as "leftAt", l.reason,
        exists (
          select 1 from events e
          where e.tenant_id = ${tenant} and e.entity = ${contacts.entity} and e.entity_id = l.contact_id
            and e.name = ${contacts.events.imported.name} and e.at = l.entered_at
        ) as imported
      from lifecycle_entries l
      where l.tenant_id = ${tenant} and l.contact_id = ${contactId}::uuid
      order by l.entered_at desc, l.left_at desc nulls first
      limit ${take}`,
  );
  return rows.map(({ enteredAt, leftAt, ...row }) =>
    lifecycleEntry.parse({
      ...row,
      enteredAt: enteredAt.toISOString(),
      leftAt: leftAt?.toISOString() ?? null,
    }),
  );
}
