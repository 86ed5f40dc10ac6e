import "server-only";
import { tagsName } from "@/lib/fields/custom";
import { minorDigits } from "@/lib/money";
import { dayLater, localDay, momentOfClock, weekdayOf } from "@/lib/working-time";
import { platform } from "@/modules/platform/module";
import { workspaceEvents } from "@/modules/platform/workspace/tenants/events";
import { memberOf } from "@/server/actor";
import { importerIn } from "@/server/catalog";
import type { Ctx } from "@/server/context";
import { insertSet } from "@/server/db/row-sets";
import { AppError } from "@/server/errors";
import { emit } from "@/server/events";
import { noneUnderWay, oneAtATime } from "@/server/import-lock";
import { newId } from "@/server/new-id";
import { type SampleSite, type SampleSource, sampleSources } from "@/server/samples";
import { commit, reserve } from "@/server/usage/reserve";
import { addedSamples, noInput } from "../schema";
import { withSampleTag } from "./sample-tag";

const act = ["onboarding", "samples"] as const;

/** Makes a removal of sample data wait for an addition. */
export const oneSampleAct = (ctx: Ctx): Promise<void> => oneAtATime(ctx, ...act);

async function refuseSecondSamples(ctx: Ctx): Promise<void> {
  if (await ctx.db.sampleRecord.findFirst({ select: { recordId: true } }))
    throw new AppError("CONFLICT", "This workspace already has sample data. Remove it before you add it again.");
}

interface Written {
  entity: string;
  key: string;
  id: string;
}

export const addSampleData = platform.operation({
  kind: "mutation",
  permission: "workspace:manage",
  staff: "never",
  input: noInput,
  output: addedSamples,
  describe:
    "Adds the records of a small example firm, each with the tag of sample data. They count as imported rows. CONFLICT if the workspace has sample data or somebody is adding it, LIMIT_REACHED if the plan has too few rows left this month.",
  async run(ctx) {
    await refuseSecondSamples(ctx);
    // Those who waited would hold connections that others need, and give up before it is done.
    if (!(await noneUnderWay(ctx, ...act)))
      throw new AppError("CONFLICT", "Sample data is being added or removed. Try again in a few seconds.");
    await refuseSecondSamples(ctx);
    const tagged = await withSampleTag(ctx);
    const batch: Ctx = { ...tagged.ctx, batchId: newId() };
    const written: Written[] = [];
    for (const source of sampleSources()) await writeSource(batch, source, tagged.tagId, written);
    await insertSet<Written>(
      ctx,
      "sample_records",
      [
        { column: "record_id", type: "uuid", value: ({ id }) => id },
        { column: "entity", type: "text", value: ({ entity }) => entity },
      ],
      written,
    );
    const records = written.length;
    // Over the limit the transaction ends here, and nothing of it stays.
    const by = { source: "sampleData", memberId: memberOf(ctx.actor), entity: "workspace", recordId: ctx.tenant.id };
    await commit(ctx, await reserve(ctx, { ...by, meter: "importedRows", quantity: records }));
    emit(ctx, workspaceEvents.sampleDataAdded, { id: ctx.tenant.id, data: { records } });
    return { records };
  },
});

/** Writes the records of one kind as rows of a file; they match no record that is there. */
async function writeSource(ctx: Ctx, source: SampleSource, tagId: string, written: Written[]): Promise<void> {
  const { entity } = source;
  const write = importerIn(ctx, entity)?.write;
  if (!write) return;
  const site = siteOf(ctx, written);
  const rows = await source.rows(site);
  const { problems, touched } = await write(ctx, {
    importId: newId(),
    options: {
      ownerId: memberOf(ctx.actor),
      recogniseBy: "externalId",
      answers: (await source.answers?.(ctx)) ?? {},
    },
    rows: rows.map(({ values }, line) => ({ line, values: { ...values, [tagsName]: tagId } })),
    dry: false,
  });
  const [problem] = problems;
  if (problem)
    throw new AppError("CONFLICT", `The sample data does not fit the fields of this workspace: ${problem.reason}`);
  for (const { id, line } of touched) written.push({ entity, id, key: rows[line]?.key ?? "" });
  await source.settle?.(site);
}

/** Days of the week on which nobody works: what is past moves to the Friday before, what is ahead to the Monday after. */
function workday(day: string, offset: number): string {
  const weekday = weekdayOf(day);
  if (offset === 0 || (weekday !== 6 && weekday !== 7)) return day;
  const isSaturday = weekday === 6;
  if (offset < 0) return dayLater(day, isSaturday ? -1 : -2);
  return dayLater(day, isSaturday ? 2 : 1);
}

function siteOf(ctx: Ctx, written: readonly Written[]): SampleSite {
  const { timeZone, currency } = ctx.tenant;
  const today = localDay(new Date(), timeZone);
  const day = (offset: number) => workday(dayLater(today, offset), offset);
  return {
    ctx,
    day,
    time(offset, clock) {
      const [hours = 0, minutes = 0] = clock.split(":").map(Number);
      return momentOfClock(day(offset), hours * 60 + minutes, timeZone).toISOString();
    },
    money: (units) => units * 10 ** minorDigits(currency),
    idOf(entity, key) {
      const found = written.find((one) => one.entity === entity && one.key === key);
      if (!found) throw new Error(`The sample data has no ${entity} called ${key}.`);
      return found.id;
    },
  };
}
