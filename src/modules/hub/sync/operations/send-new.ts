import "server-only";
import { Prisma } from "@/server/db/generated/client";
import { tenantSql } from "@/server/db/tenant-db";
import type { AnyRecord } from "@/server/nouns/noun-runtime";
import type { Intent, SyncLinkRow } from "../row";
import { nameOf } from "./dry-run";
import { draftOf, newLink } from "./links";
import type { Page } from "./page";
import { isEmptyHere, ourHash } from "./value-hash";

/** The records of these of which a person is to choose one for a record there: nothing is created for the others before. */
export async function awaitingChoice({ work, dry }: Page, records: readonly AnyRecord[]): Promise<ReadonlySet<string>> {
  const ids = records.map(({ id }) => id);
  const rows = await tenantSql<{ id: string }>(
    work.ctx.tenant.id,
    work.ctx.db,
    Prisma.sql`
      select distinct c.id from sync_problems p, jsonb_array_elements_text(p.ours) c(id)
      where p.tenant_id = ${work.ctx.tenant.id}::uuid and p.object_id = ${work.object.id}::uuid
        and p.state in ('open', 'ignored') and p.code = 'twoHere' and c.id = any(${ids})`,
  );
  const noted = ids.filter((id) => dry?.awaiting.has(id));
  return new Set([...rows.map(({ id }) => id), ...noted]);
}

/** Notes records that are only here as records to create there; each gets a link, so that it is created once. */
export function sendNew(page: Page, records: readonly AnyRecord[], known: ReadonlyMap<string, SyncLinkRow>): void {
  const { object } = page.work;
  if (!object.createsThere || object.direction === "in") {
    page.counts.skipped += records.length;
    return;
  }
  for (const record of records) {
    const intent = intentOf(page, record);
    const link = known.get(record.id);
    const hasIntent = Object.keys(intent).length > 0;
    if (hasIntent)
      page.drafts.set(record.id, {
        ...(link ? { ...draftOf(link), state: "linked" } : newLink(page.work, record.id, null)),
        intent,
        intentAt: page.now,
      });
    page.counts.createdThere += hasIntent ? 1 : 0;
    page.dry?.externalOf.set(`${object.entity} ${record.id}`, `new ${record.id}`);
    page.samples.push({
      outcome: "create",
      side: "there",
      name: nameOf(record),
      field: null,
      ours: null,
      theirs: null,
      words: null,
    });
  }
}

function intentOf(page: Page, record: AnyRecord): Intent {
  const intent: Record<string, Intent[string]> = {};
  for (const pair of page.work.pairs) {
    const ours = pair.read(record);
    if (pair.rule.direction === "in" || isEmptyHere(ours)) continue;
    const sent = pair.toTheirs(ours, page.partners);
    if ("props" in sent)
      intent[pair.field] = { props: sent.props, ours: ourHash(ours), decidedBy: "onlySide", from: null, to: ours };
    else
      page.problems.push({
        recordId: record.id,
        externalId: null,
        field: pair.field,
        code: sent.blocked.code,
        words: sent.blocked.words,
        cause: causeOf(sent.blocked),
        ours,
      });
  }
  return intent;
}

/** A value that waits for another record shares its cause with all that wait for it. */
export const causeOf = ({ cause, waitsFor }: { cause?: string; waitsFor?: { entity: string; id: string } }): string =>
  waitsFor ? `${waitsFor.entity} ${waitsFor.id}` : (cause ?? "");
