import "server-only";
import { hub } from "@/modules/hub/module";
import { notFound } from "@/server/errors";
import { mayView } from "@/server/scope";
import { ofObject, rehearsal } from "../schema";
import { syncObjectScope } from "../scope";
import type { Sample } from "./dry-run";
import { presentRun, runSelect } from "./list-objects";
import { type Mapped, mappedIn, type SidedValue, wordsFor } from "./value-text";

export const getRehearsal = hub.operation({
  kind: "query",
  permission: "connection:view",
  uses: [{ scope: syncObjectScope, ids: (input) => [input.objectId] }],
  input: ofObject,
  output: rehearsal,
  rest: { method: "GET", path: "/sync-objects/{objectId}/rehearsal" },
  describe: "The counts of the last rehearsal of a kind of record, with examples of each outcome.",
  async run(ctx, { objectId }) {
    const row = await ctx.db.syncRun.findFirst({
      where: { objectId, kind: "rehearsal" },
      orderBy: { id: "desc" },
      select: { ...runSelect, samples: true, object: { select: { entity: true, connectionId: true } } },
    });
    if (!row) throw notFound("rehearsal");
    const { object, samples: kept, ...run } = row;
    const { entity, connectionId } = object;
    const mapped = (await mappedIn(ctx, connectionId)).filter((one) => one.entity === entity);
    const samples = (kept ?? []) as unknown as readonly Sample[];
    const sided = samples.map((sample) => sidesOf(mapped, sample));
    const words = await wordsFor(ctx, { connectionId, mapped }, sided.flat());
    return {
      run: presentRun(run),
      samples: samples.map((sample, at) => {
        const [ours = null, theirs = null] = sided[at]?.map(words) ?? [];
        const isSeen = mayView(ctx, entity);
        return { ...sample, name: isSeen ? sample.name : "", words: isSeen ? sample.words : null, ours, theirs };
      }),
    };
  },
});

/** The values of a sample, which names its field by its label. */
export function sidesOf(mapped: readonly Mapped[], { field: label, ours, theirs }: Sample): [SidedValue, SidedValue] {
  const [known] = mapped;
  const entity = known?.entity ?? "";
  const field = known?.pairs.find((pair) => pair.label === label)?.field ?? label;
  return [
    { entity, field, side: "ours", value: ours },
    { entity, field, side: "theirs", value: theirs },
  ];
}
