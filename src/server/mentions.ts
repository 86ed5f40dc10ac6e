import "server-only";
import type { Fields } from "@/lib/fields/field";
import type { NounEntity } from "@/lib/nouns/all";
import { nounEvents } from "@/lib/nouns/events";
import type { Mention, RichDoc } from "@/lib/rich-text/rich-text";
import { mentionsIn } from "@/lib/rich-text/text";
import { memberOf } from "./actor.ts";
import type { Ctx } from "./context.ts";
import { Prisma } from "./db/generated/client.ts";
import { insertOf, type SetColumn } from "./db/row-sets.ts";
import { tenantSql } from "./db/tenant-db.ts";
import type { EventSubject } from "./emitted-event.ts";
import { emit } from "./events.ts";
import { richTextsIn } from "./nouns/rich-texts.ts";

/** A formatted text that a record has now; null if it was emptied. */
export interface WrittenText {
  field: string;
  doc: RichDoc | null;
  before: RichDoc | null;
}

/** The record of written texts. */
interface Source {
  entity: NounEntity;
  id: string;
  version?: number;
  /** The records that it belongs to. */
  parents?: (EventSubject | null)[];
  texts: readonly WrittenText[];
  /** The comment that has the text. */
  commentId?: string;
}

/**
 * Notes the mentions of written texts in the running transaction. Members whom a text did not mention before are named by
 * one event, unless it is part of a batch; whether they see the record is asked when it is delivered.
 */
export async function recordMentions(ctx: Ctx, source: Source): Promise<void> {
  const { entity, id, version, parents, texts, commentId } = source;
  const noted = texts.flatMap(({ field, doc }) => (doc ? mentionsIn(doc).map((one) => ({ field, ...one })) : []));
  if (noted.length === 0) return;
  // A text that came by an import has mentions without rows: those are not new either.
  const known = new Set(texts.flatMap(({ field, before }) => (before ? mentionsIn(before).map(keyIn(field)) : [])));
  const rows = await tenantSql<Noted>(
    ctx.tenant.id,
    ctx.db,
    insertOf(ctx, "mentions", columnsOf(entity, id), noted, returning),
  );
  const fresh = rows.filter((row) => row.entity === "member" && !known.has(keyIn(row.field)(row)));
  const actorId = memberOf(ctx.actor);
  const memberIds = await activeAmong(
    ctx,
    [...new Set(fresh.map((row) => row.id))].filter((one) => one !== actorId),
  );
  if (memberIds.length === 0 || ctx.batchId !== null) return;
  emit(ctx, nounEvents(entity).mentioned, {
    id,
    ...(version === undefined ? {} : { version }),
    parents: parents ?? [],
    data: { memberIds, ...(commentId === undefined ? {} : { commentId }) },
  });
}

/** The formatted texts among the values of an input, beside what the record held before. */
export function textsIn(fields: Fields, input: Values, before: Values | null): WrittenText[] {
  const given = richTextsIn(fields).filter((name) => input[name] !== undefined);
  // A row has the document beside the words, in a column of its own.
  return given.map((name) => ({ field: name, doc: docIn(input[name]), before: docIn(before?.[`${name}Doc`]) }));
}

type Values = Readonly<Record<string, unknown>>;

/** The document of a stored or given text; Markdown mentions nobody. */
function docIn(value: unknown): RichDoc | null {
  if (typeof value !== "object" || value === null) return null;
  if ("doc" in value) return docIn(value.doc);
  return isDoc(value) ? value : null;
}

const isDoc = (value: object): value is RichDoc => "type" in value && value.type === "doc";

interface Noted extends Mention {
  field: string;
}

const keyIn = (field: string) => (mention: Mention) => `${field} ${mention.entity} ${mention.id}`;

const returning = Prisma.sql`on conflict do nothing returning field, to_entity as entity, to_id as id`;

const columnsOf = (entity: string, recordId: string): readonly SetColumn<Noted>[] => [
  { column: "entity", type: "text", value: () => entity },
  { column: "record_id", type: "uuid", value: () => recordId },
  { column: "field", type: "text", value: (one) => one.field },
  { column: "to_entity", type: "text", value: (one) => one.entity },
  { column: "to_id", type: "uuid", value: (one) => one.id },
];

/** Placeholders and removed members get no notification, and neither do ids that nobody has. */
async function activeAmong(ctx: Ctx, ids: string[]): Promise<string[]> {
  if (ids.length === 0) return [];
  const rows = await ctx.db.member.findMany({
    where: { id: { in: ids }, status: "active" },
    select: { id: true },
    orderBy: { id: "asc" },
  });
  return rows.map(({ id }) => id);
}
