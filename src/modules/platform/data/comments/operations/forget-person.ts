import "server-only";
import type { Ctx } from "@/server/context";
import { Prisma } from "@/server/db/generated/client";
import { tenantSql } from "@/server/db/tenant-db";
import type { Person, PersonalPlace } from "@/server/personal/places";

/** Comments on a person, or that mention them, lose their text and files. The same for former texts. */
export const commentsOnPeople: PersonalPlace = {
  key: "comments",
  read: (ctx, person) =>
    tenantSql(
      ctx.tenant.id,
      ctx.db,
      Prisma.sql`
        select c.entity, c.record_id as "recordId", c.created_at as "createdAt", c.text,
          (select m.name from members m where m.tenant_id = c.tenant_id and m.id = c.writer_id limit 1) as writer,
          array(select e.text from comment_edits e where e.tenant_id = c.tenant_id and e.comment_id = c.id
            order by e.replaced_at) as "formerTexts",
          array(select f.name from files f where f.tenant_id = c.tenant_id and f.record_id = c.id and f.entity = 'comment'
            order by f.id) as files
        from comments c
        where ${about(ctx, person)} order by c.created_at, c.id`,
    ),
  async erase(ctx, person) {
    await eraseTexts(ctx, about(ctx, person));
    return null;
  },
};

/** Leaves the marks of deleted comments in the places of these. */
const eraseTexts = (ctx: Ctx, where: Prisma.Sql) =>
  run(
    ctx,
    Prisma.sql`
      with erased as (
        update comments c set text = null, text_doc = null, deleted_at = now(), updated_at = now(), version = version + 1
        where ${where} and c.deleted_at is null returning c.id
      ),
      edits as (delete from comment_edits e using erased where e.tenant_id = ${its(ctx)} and e.comment_id = erased.id)
      delete from mentions m using erased where m.tenant_id = ${its(ctx)} and m.field = 'comment.' || erased.id
      returning 1 as done`,
  );

const its = ({ tenant }: Ctx) => Prisma.sql`${tenant.id}::uuid`;
const run = (ctx: Ctx, sql: Prisma.Sql) => tenantSql(ctx.tenant.id, ctx.db, sql);

/** The comments on the person, and those that mention them; an edit that took the mention out left its row. */
const about = (ctx: Ctx, { entity, id }: Person) => Prisma.sql`
  c.tenant_id = ${its(ctx)} and c.id = any(array(
    select o.id from comments o
    where o.tenant_id = ${its(ctx)} and o.record_id = ${id}::uuid and o.entity = ${entity}
    union
    select substr(m.field, 9)::uuid from mentions m
    where m.tenant_id = ${its(ctx)} and m.to_id = ${id}::uuid and m.field like 'comment.%'))`;
