import "server-only";
import { groupBy } from "@/lib/group-by";
import type { SearchHit } from "@/lib/search";
import { findRecords } from "@/server/search/find";
import { searchSources } from "@/server/search/source";
import { platform } from "../module";
import { searchInput, searchOutput } from "./schema";

export const search = platform.operation({
  kind: "query",
  permission: "workspace:view",
  input: searchInput,
  output: searchOutput,
  rest: { method: "GET", path: "/search" },
  describe:
    "Records of every kind that you may see which hold all words of a text, best first: in their name, or in an e-mail address, a telephone number or an id. Words that are spelt slightly differently are found where too little holds them as they are.",
  async run(ctx, { q, entities, archived = false, limit }) {
    const sources = searchSources().filter(({ entity }) => entities?.includes(entity) ?? true);
    const found = await findRecords(ctx, sources, { q, archived, limit });
    const byEntity = groupBy(found, ({ entity }) => entity);
    const shown = await Promise.all(
      sources.flatMap(({ entity, load }) => {
        const ids = byEntity.get(entity)?.map(({ id }) => id);
        return ids ? [load(ctx, ids)] : [];
      }),
    );
    const byId = new Map(shown.flat().map((one) => [one.id, one]));
    const hits = found.flatMap(({ entity, id, similar }): SearchHit[] => {
      const one = byId.get(id);
      return one ? [{ entity, similar, ...one }] : [];
    });
    return { hits };
  },
});
