import { faker } from "@faker-js/faker";
import { addMinutes } from "date-fns/addMinutes";
import { min } from "date-fns/min";
import { subDays } from "date-fns/subDays";
import { docVersion, type RichDoc, type RichNode } from "@/lib/rich-text/rich-text";
import { mentionsIn, textOfDoc } from "@/lib/rich-text/text";
import { mentionField, type ReactionKind, reactionKinds } from "@/modules/platform/data/comments/rules";
import type { Ctx } from "@/server/context";
import { Prisma } from "@/server/db/generated/client";
import { insertSet } from "@/server/db/row-sets";
import { tenantSql } from "@/server/db/tenant-db";
import { inTransaction } from "@/server/execute";
import { newId } from "@/server/new-id";
import { agreements, talks } from "./comment-talks";

type Kind = keyof typeof talks;

interface Discussed {
  entity: Kind;
  id: string;
  ownerId: string | null;
  first: string | null;
  city: string | null;
  product: string | null;
}

export interface CommentRow {
  id: string;
  entity: Kind;
  recordId: string;
  threadId: string | null;
  writerId: string;
  doc: RichDoc;
  at: Date;
  resolvedAt: Date | null;
  resolvedById: string | null;
  reactions: readonly { memberId: string; kind: ReactionKind }[];
}

/** Records of each kind that have a discussion. */
const discussed: Readonly<Record<Kind, number>> = { opportunity: 90, account: 45, contact: 40 };

/** Gives a workspace threads of comments with reactions on some of its records; some are resolved. */
export async function bringComments(owner: Ctx, seed: number): Promise<void> {
  faker.seed(seed);
  await inTransaction(owner, async (ctx) => {
    const members = await ctx.db.member.findMany({
      where: { status: "active", role: { notIn: ["viewer", "guest"] } },
      select: { id: true },
      orderBy: { id: "asc" },
    });
    const memberIds = members.map(({ id }) => id);
    const rows = (await recordsToDiscuss(ctx)).flatMap((record) => threadsOn(record, memberIds, new Date()));
    await writeRows(ctx, rows);
    ctx.outcome.unchanged = true;
  });
}

/** Open opportunities, and the accounts and contacts of them, those that changed last before others. */
const recordsToDiscuss = (ctx: Ctx) =>
  tenantSql<Discussed>(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      with deals as (
        select o.* from opportunities o where o.tenant_id = ${ctx.tenant.id}::uuid and o.status = 'open'
        order by o.stage_entered_at desc, o.id limit ${discussed.opportunity}
      )
      (select 'opportunity' as entity, o.id, o.owner_id as "ownerId", p.first, a.billing_address->>'city' as city,
        o.name as product
      from deals o
      left join accounts a on a.tenant_id = o.tenant_id and a.id = o.account_id
      left join lateral (
        select c.first_name as first from contacts c where c.tenant_id = o.tenant_id and c.account_id = o.account_id
        order by c.id limit 1) p on true
      order by o.id)
      union all
      (select 'account', a.id, a.owner_id, p.first, a.billing_address->>'city', null
      from accounts a left join lateral (
        select c.first_name as first from contacts c where c.tenant_id = a.tenant_id and c.account_id = a.id
        order by c.id limit 1) p on true
      where a.tenant_id = ${ctx.tenant.id}::uuid and a.id in (select account_id from deals)
      order by a.id limit ${discussed.account})
      union all
      (select 'contact', c.id, c.owner_id, c.first_name, a.billing_address->>'city', null
      from contacts c left join accounts a on a.tenant_id = c.tenant_id and a.id = c.account_id
      where c.tenant_id = ${ctx.tenant.id}::uuid and c.account_id in (select account_id from deals)
      order by c.id limit ${discussed.contact})`,
  );

const chance = (share: number) => faker.number.float() < share;

/** One to three threads on a record, in its last weeks. */
export function threadsOn(record: Discussed, memberIds: readonly string[], now: Date): CommentRow[] {
  const count = faker.helpers.weightedArrayElement([
    { value: 1, weight: 6 },
    { value: 2, weight: 3 },
    { value: 3, weight: 1 },
  ]);
  return faker.helpers
    .arrayElements<readonly string[]>(talks[record.entity], count)
    .flatMap((talk) => threadOf(talk, record, memberIds, now));
}

function threadOf(talk: readonly string[], record: Discussed, memberIds: readonly string[], now: Date): CommentRow[] {
  const others = faker.helpers.shuffle(memberIds.filter((id) => id !== record.ownerId));
  const people = record.ownerId && memberIds.includes(record.ownerId) ? [record.ownerId, ...others] : others;
  const isDone = talk.at(-1) === "done";
  const said = talk.filter((line) => line !== "done");
  const lines = !isDone && chance(0.25) ? [...said, `b ${faker.helpers.arrayElement(agreements)}`] : said;
  const threadId = newId();
  let at = subDays(now, faker.number.float({ min: 0.2, max: 45 }));
  const rows = lines.map((line, place): CommentRow => {
    const writerId = personOf(line.charAt(0), people);
    if (place > 0) at = min([addMinutes(at, faker.number.int({ min: 4, max: 900 })), now]);
    return {
      id: place === 0 ? threadId : newId(),
      entity: record.entity,
      recordId: record.id,
      threadId: place === 0 ? null : threadId,
      writerId,
      doc: docOf(line.slice(2), record, people),
      at,
      resolvedAt: null,
      resolvedById: null,
      reactions: chance(0.4) ? reactionsTo(memberIds.filter((id) => id !== writerId)) : [],
    };
  });
  const [first] = rows;
  if (first && isDone)
    Object.assign(first, { resolvedAt: min([addMinutes(at, 30), now]), resolvedById: first.writerId });
  return rows;
}

const personOf = (letter: string, people: readonly string[]): string =>
  people["abc".indexOf(letter) % people.length] ?? people[0] ?? "";

function reactionsTo(others: readonly string[]): { memberId: string; kind: ReactionKind }[] {
  const kinds = faker.helpers.weightedArrayElement<readonly ReactionKind[]>([
    { value: ["agree"], weight: 6 },
    { value: ["done"], weight: 2 },
    { value: ["seen"], weight: 2 },
    { value: ["celebrate", "agree"], weight: 1 },
    { value: ["love"], weight: 1 },
  ]);
  return faker.helpers
    .arrayElements(others, { min: 1, max: Math.min(4, others.length) })
    .map((memberId, place) => ({ memberId, kind: kinds[place % kinds.length] ?? reactionKinds[0] }));
}

/** A line with its slots filled, and a mention in the place of each "@b". */
function docOf(line: string, record: Discussed, people: readonly string[]): RichDoc {
  const slots: Readonly<Record<string, string>> = {
    first: record.first ?? "the buyer",
    city: record.city ?? "the north",
    product: record.product ?? "the product",
    weekday: faker.helpers.arrayElement(["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"]),
    month: faker.date.month(),
    pct: String(faker.number.int({ min: 3, max: 12 })),
    number: String(faker.number.int({ min: 14, max: 28 })),
  };
  const filled = line.replace(/\{(\w+)\}/g, (whole, name: string) => slots[name] ?? whole);
  const content = filled
    .split(/(@[abc])\b/)
    .filter((part) => part !== "")
    .map(
      (part): RichNode =>
        /^@[abc]$/.test(part)
          ? { type: "mention", attrs: { entity: "member", id: personOf(part.charAt(1), people) } }
          : { type: "text", text: part },
    );
  return { type: "doc", attrs: { version: docVersion }, content: [{ type: "paragraph", content }] };
}

async function writeRows(ctx: Ctx, rows: readonly CommentRow[]): Promise<void> {
  await insertSet<CommentRow>(
    ctx,
    "comments",
    [
      { column: "id", type: "uuid", value: (row) => row.id },
      { column: "entity", type: "text", value: (row) => row.entity },
      { column: "record_id", type: "uuid", value: (row) => row.recordId },
      { column: "thread_id", type: "uuid", value: (row) => row.threadId },
      { column: "writer_id", type: "uuid", value: (row) => row.writerId },
      { column: "text", type: "text", value: (row) => textOfDoc(row.doc) },
      { column: "text_doc", type: "jsonb", value: (row) => (mentionsIn(row.doc).length > 0 ? row.doc : null) },
      { column: "resolved_at", type: "timestamptz", value: (row) => row.resolvedAt },
      { column: "resolved_by_id", type: "uuid", value: (row) => row.resolvedById },
      { column: "created_at", type: "timestamptz", value: (row) => row.at },
      { column: "updated_at", type: "timestamptz", value: (row) => row.resolvedAt ?? row.at },
    ],
    rows,
  );
  await insertSet(
    ctx,
    "comment_reactions",
    [
      { column: "comment_id", type: "uuid", value: ({ commentId }) => commentId },
      { column: "member_id", type: "uuid", value: ({ memberId }) => memberId },
      { column: "kind", type: "text", value: ({ kind }) => kind },
    ],
    rows.flatMap(({ id, reactions }) => reactions.map((one) => ({ ...one, commentId: id }))),
  );
  await insertSet(
    ctx,
    "mentions",
    [
      { column: "entity", type: "text", value: ({ row }) => row.entity },
      { column: "record_id", type: "uuid", value: ({ row }) => row.recordId },
      { column: "field", type: "text", value: ({ row }) => mentionField(row.id) },
      { column: "to_entity", type: "text", value: ({ entity }) => entity },
      { column: "to_id", type: "uuid", value: ({ id }) => id },
    ],
    rows.flatMap((row) => mentionsIn(row.doc).map((one) => ({ ...one, row }))),
  );
}
