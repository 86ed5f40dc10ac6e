import "server-only";
import { groupBy } from "@/lib/group-by";
import { pace } from "@/lib/pace";
import { firstIdAt } from "@/modules/platform/history/audit/rules";
import type { Ctx } from "@/server/context";
import { Prisma } from "@/server/db/generated/client";
import { tenantSql } from "@/server/db/tenant-db";
import { answered, bundleKeyOf, type NotificationType } from "../rules";

/** Of a notice, for one member, before it is written. */
interface Told {
  memberId: string;
  actorId: string | null;
  type: NotificationType;
  entity: string;
  groupKey: string;
}

const windowMs = 3_600_000;
/** The newest notices of a member that are read, in each table: an import may cause any number, in one line. */
const mostRead = 2_000;

const pairOf = ({ actorId, memberId }: Pick<Told, "actorId" | "memberId">, isMention: boolean) =>
  `${actorId} ${memberId} ${isMention}`;

/**
 * Joins the notices of a member who causes another very many within an hour: those beyond the first lines share one of
 * their kind, and are not urgent. None is lost. One statement, by the key of the notices.
 */
export async function bundling(
  ctx: Ctx,
  all: readonly Pick<Told, "actorId" | "memberId">[],
): Promise<<N extends Told>(notice: N) => { notice: N; isBundled: boolean }> {
  const lines = await recentLines(ctx, all);
  return (notice) => {
    if (notice.actorId === null) return { notice, isBundled: false };
    const isMention = notice.type === answered;
    const pair = pairOf(notice, isMention);
    const theirs = lines.get(pair) ?? new Set();
    lines.set(pair, theirs);
    const isBundled =
      !theirs.has(notice.groupKey) && theirs.size >= pace.noticesAlone[isMention ? "mentions" : "others"];
    if (isBundled) return { notice: { ...notice, groupKey: bundleKeyOf(notice.type, notice) }, isBundled };
    theirs.add(notice.groupKey);
    return { notice, isBundled };
  };
}

/** The lines that members caused each other within the last hour, in inboxes and e-mails. */
async function recentLines(
  ctx: Ctx,
  all: readonly Pick<Told, "actorId" | "memberId">[],
): Promise<Map<string, Set<string>>> {
  if (all.every(({ actorId }) => actorId === null)) return new Map();
  const memberIds = [...new Set(all.map(({ memberId }) => memberId))];
  const since = firstIdAt(new Date(Date.now() - windowMs));
  const linesIn = (table: string) => Prisma.sql`
    select x.* from unnest(${memberIds}::uuid[]) m(id) cross join lateral (
      select actor_id, member_id, type = ${answered} as mention, group_key from ${Prisma.raw(table)}
      where tenant_id = ${ctx.tenant.id}::uuid and member_id = m.id and event_id >= ${since}::uuid
      order by event_id desc limit ${mostRead}
    ) x`;
  const rows = await tenantSql<{ actorId: string; memberId: string; mention: boolean; key: string }>(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`select actor_id as "actorId", member_id as "memberId", mention, group_key as key
      from (${linesIn("notifications")} union ${linesIn("notification_mail_items")}) x`,
  );
  return new Map(
    [...groupBy(rows, (row) => pairOf(row, row.mention))].map(([pair, some]) => [
      pair,
      new Set(some.map(({ key }) => key)),
    ]),
  );
}
