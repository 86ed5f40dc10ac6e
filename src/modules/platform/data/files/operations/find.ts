import "server-only";
import type { Ctx } from "@/server/context";
import { Prisma } from "@/server/db/generated/client";
import { mayView } from "@/server/scope";
import { foundOnRecords } from "@/server/search/found-on-records";

interface FoundFile {
  name: string;
  /** Of a file of a comment, on this record. */
  commentId: string | null;
}

/** Files with the record that they are on; that of a file of a comment is the record of the comment. */
const filesOnRecords = Prisma.sql`(
  select x.id, x.tenant_id, x.name, x.removed_at, x.created_at, c.id as comment_id,
    coalesce(c.entity, x.entity) as entity, coalesce(c.record_id, x.record_id) as record_id
  from files x
  left join comments c on x.entity = 'comment' and c.tenant_id = x.tenant_id and c.id = x.record_id)`;

/** Files whose names hold all words of a text, on records that the actor sees and comments on these, the newest first. */
export async function findFiles(ctx: Ctx, input: { q: string; limit: number }) {
  const { rows } = await foundOnRecords<FoundFile>(ctx, input, {
    entity: "file",
    table: filesOnRecords,
    columns: Prisma.sql`d.name, d.comment_id as "commentId"`,
    where: Prisma.sql`d.removed_at is null and (d.comment_id is null or ${mayView(ctx, "comment")})`,
  });
  return rows;
}
