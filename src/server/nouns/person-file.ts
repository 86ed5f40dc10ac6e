import "server-only";
import { customKey, isCustomName } from "@/lib/fields/custom";
import { foldKey } from "@/lib/text";
import { localDay } from "@/lib/working-time";
import type { Ctx } from "../context.ts";
import type { Row } from "../fields/kind.ts";
import { knownTexts } from "../personal/known.ts";
import { personalPlaces } from "../personal/places.ts";
import { inWorkspace } from "./in-workspace.ts";
import type { NounRuntime } from "./noun-runtime.ts";
import { textsIn } from "./personal.ts";
import { presentNamed } from "./present.ts";
import type { Stored } from "./records.ts";

/** The file of everything that is held on a person: their record by the labels of its fields, and each other place. */
export async function fileOf(ctx: Ctx, runtime: NounRuntime, row: Stored): Promise<{ name: string; content: string }> {
  const { entity, head } = runtime.noun;
  const own = inWorkspace(ctx, runtime);
  const person = { entity, id: row.id, known: knownTexts(textsIn(runtime, row)), eventId: null };
  const places: Record<string, readonly object[]> = {};
  for (const { key, read } of personalPlaces()) if (read) places[key] = await read(ctx, person);
  const now = new Date();
  const file = {
    format: 1,
    exportedAt: now.toISOString(),
    workspace: ctx.tenant.name,
    [head.one]: { id: row.id, ...byLabel(own, (await presentNamed(ctx, own, row)) as unknown as Row) },
    ...places,
  };
  const name = foldKey(String(row.name)).replace(/[^a-z0-9]+/g, "-");
  return {
    name: `${name || head.one}-${localDay(now, ctx.tenant.timeZone)}.json`,
    content: `${JSON.stringify(file, null, 2)}\n`,
  };
}

const byLabel = ({ noun }: Pick<NounRuntime, "noun">, record: Row): Row =>
  Object.fromEntries(
    Object.entries(noun.allFields).map(([name, { label }]) => {
      const custom = record.custom as Row | undefined;
      return [label, (isCustomName(name) ? custom?.[customKey(name)] : record[name]) ?? null];
    }),
  );
