import "server-only";
import { groupBy } from "@/lib/group-by";
import type { Mention } from "@/lib/rich-text/rich-text";
import { platform } from "@/modules/platform/module";
import type { Ctx } from "@/server/context";
import { isGuest } from "@/server/scope";
import { searchSources } from "@/server/search/source";
import { knownToGuest } from "@/server/shares";
import { mentionLabelsInput, mentionLabelsOutput } from "../schema";

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

export const labelMentions = platform.operation({
  kind: "query",
  permission: "workspace:view",
  guests: true,
  input: mentionLabelsInput,
  output: mentionLabelsOutput,
  describe:
    "The names of mentioned members and records, in the order of the input. The label is null both for what does not exist and for what you may not see.",
  async run(ctx, { mentions }) {
    const known = await labelsOf(ctx, mentions);
    return {
      labels: mentions.map(({ entity, id }) => {
        const one = known.get(`${entity} ${id}`);
        return { entity, id, label: one?.name ?? null, archived: one?.archived ?? false };
      }),
    };
  },
});
