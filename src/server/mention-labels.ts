import "server-only";
import { groupBy } from "@/lib/group-by";
import type { Mention } from "@/lib/rich-text/rich-text";
import type { Ctx } from "./context.ts";
import { isGuest } from "./scope.ts";
import { searchSources } from "./search/source.ts";
import { knownToGuest } from "./shares.ts";

/** The names of mentioned members and records that the actor may read, by entity and id. */
export async function labelsOf(
  ctx: Ctx,
  mentions: readonly Mention[],
): Promise<Map<string, { name: string; archived: boolean }>> {
  const wanted = groupBy(mentions, ({ entity }) => entity);
  const shown = await Promise.all(
    searchSources().map(async ({ entity, permission, load }) => {
      const asked = [...new Set(wanted.get(entity)?.map(({ id }) => id))];
      const isKnown = asked.length > 0 && isGuest(ctx) && entity === "member";
      const ids = isKnown ? await knownToGuest(ctx, asked) : asked;
      const found = ids.length > 0 && (isKnown || ctx.can(permission)) ? await load(ctx, ids) : [];
      return found.map((one) => [`${entity} ${one.id}`, one] as const);
    }),
  );
  return new Map(shown.flat());
}
