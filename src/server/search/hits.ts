import "server-only";
import { groupBy } from "@/lib/group-by";
import type { SearchHit } from "@/lib/search";
import type { Ctx } from "../context.ts";
import { findRecords } from "./find.ts";
import { places } from "./ranking.ts";
import { searchSources } from "./source.ts";

interface RankedHit {
  hit: SearchHit;
  place: number;
}

interface Query {
  q: string;
  /** Kinds of records; every kind if undefined. */
  entities?: readonly string[] | undefined;
  archived?: boolean | undefined;
  limit: number;
}

/** Records that the actor may see and that hold all words of a text, best first. */
export const searchHits = async (ctx: Ctx, query: Query): Promise<SearchHit[]> =>
  (await rankedHits(ctx, query)).map(({ hit }) => hit);

/** The same, each with its place in the ranking. */
export async function rankedHits(ctx: Ctx, { q, entities, archived = false, limit }: Query): Promise<RankedHit[]> {
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
  return found.flatMap(({ entity, id, similar, place }) => {
    const one = byId.get(id);
    return one ? [{ hit: { entity, similar, ...one }, place: similar ? places.linked : place }] : [];
  });
}
