import "server-only";
import type { Ctx } from "@/server/context";
import { AppError } from "@/server/errors";
import type { SampleSite, SampleSource } from "@/server/samples";
import { defaultStages, inBoardOrder } from "../../../pipelines/rules";

/** Its place among the open stages as a share of the way, or how it ended. */
type Place = 0 | 1 | 2 | 3 | "won" | "lost";

type Row = readonly [
  key: string,
  account: string,
  name: string,
  amount: number,
  place: Place,
  /** Days from today: negative is past. */
  engaged: number,
  close: number,
  contact: string,
];

const deals: readonly Row[] = [
  ["cobalt fleet", "cobalt", "Fleet monitoring for the western fields", 84_000, 3, -64, 12, "Dana"],
  ["halcyon pilot", "halcyon", "Pilot in claims", 36_000, 2, -41, 33, "Beat"],
  ["elmsworth wards", "elmsworth", "Bed planning for six wards", 58_500, 2, -35, 40, "Rachel"],
  ["granary shops", "granary", "Equipment for four new shops", 47_200, 3, -52, 9, "Camille"],
  ["northgate field", "northgate", "Field service, second phase", 126_000, 3, -71, 21, "Chloe"],
  ["ironleaf harbour", "ironleaf", "Harbour site extension", 64_300, 2, -28, 47, "Karin"],
  ["fathom training", "fathom", "Crew training programme", 18_900, 1, -16, 55, "Ingrid"],
  ["juniper season", "juniper", "Rollout before the season", 22_400, 1, -19, 62, "Rui"],
  ["mapleton year", "mapleton", "District licence, school year", 39_000, 1, -24, 75, "Denise"],
  ["sable branches", "sable", "Pilot in five branches", 31_500, 2, -30, 38, "Margaret"],
  ["rosewater italy", "rosewater", "Store tablets for Italy", 27_800, 1, -12, 58, "Chiara"],
  ["verity valid", "verity", "Validated environment", 92_000, 1, -22, 90, "Urs"],
  ["quarry pumps", "quarry", "Pump maintenance contract", 73_600, 0, -8, 84, "Jess"],
  ["willow barns", "willow", "Sensors for three barns", 11_200, 0, -5, 66, "Gerrit"],
  ["orchard practice", "orchard", "Practice package", 9_400, 0, -3, 49, "Pieter"],
  ["zephyr islands", "zephyr", "Island expansion, planning", 55_000, 0, -6, 110, "Iker"],
  ["bryce audits", "bryce", "Audit module for all plants", 33_700, 2, -26, 29, "Tom"],
  ["kestrel certs", "kestrel", "Digital certificates", 24_600, 1, -14, 51, "Julien"],
  ["alder night", "alder", "Night shift support", 14_800, 0, -4, 70, "Marit"],
  ["umber seats", "umber", "Twelve more seats", 8_600, 3, -20, 6, "Freja"],
  ["northgate first", "northgate", "Field service, first phase", 98_000, "won", -160, -74, "Owen"],
  ["alder spring", "alder", "Spring renewal", 41_000, "won", -95, -48, "Marit"],
  ["dovetail shop", "dovetail", "Workshop package", 12_900, "won", -60, -33, "Anton"],
  ["pemberton know", "pemberton", "Knowledge base for all offices", 28_400, "won", -88, -27, "Niamh"],
  ["zephyr north", "zephyr", "Northern park", 76_500, "won", -120, -15, "Ane"],
  ["granary pilot", "granary", "Pilot in two shops", 15_300, "won", -70, -8, "Yves"],
  ["kestrel stock", "kestrel", "Stock planning", 19_700, "won", -45, -4, "Sophie"],
  ["larkspur renew", "larkspur", "Renewal", 17_500, "lost", -110, -58, "Britta"],
  ["halcyon first", "halcyon", "Broker portal", 61_000, "lost", -130, -36, "Marco"],
  ["quarry trucks", "quarry", "Truck telemetry", 44_900, "lost", -75, -11, "Bruce"],
];

interface StageOf {
  id: string;
  type: string;
  position: number;
}

/** The stages of the pipeline that new opportunities come into. */
async function stagesOf(ctx: Ctx): Promise<StageOf[]> {
  const stages = await ctx.db.stage.findMany({
    where: { archivedAt: null, pipeline: { isDefault: true, archivedAt: null } },
    select: { id: true, type: true, position: true },
  });
  return inBoardOrder(stages);
}

const steps = defaultStages.filter(({ type }) => type === "open").length;

/** The stage for a place: of a pipeline with more or fewer stages the one as far along the way. */
function stageAt(stages: readonly StageOf[], place: Place): StageOf {
  const type = typeof place === "number" ? "open" : place;
  const fitting = stages.filter((stage) => stage.type === type);
  const found = fitting[typeof place === "number" ? Math.floor((place * fitting.length) / steps) : 0];
  if (!found)
    throw new AppError("CONFLICT", `The default pipeline has no stage for ${type} opportunities. Add one first.`);
  return found;
}

const rowOf = ({ idOf, day, money }: SampleSite, stages: readonly StageOf[], row: Row) => {
  const [key, account, name, amount, place, engaged, close, first] = row;
  const role = key.length % 2 === 0 ? "decides" : "influences";
  return {
    key,
    values: {
      name,
      account: idOf("account", account),
      stage: stageAt(stages, place).id,
      amount: money(amount),
      engagedOn: day(engaged),
      [typeof place === "number" ? "closeDate" : "actualCloseDate"]: day(close),
      contact: `${idOf("contact", `${account} ${first}`)}:${role}`,
    },
  };
};

export const sampleOpportunities: SampleSource = {
  entity: "opportunity",
  async rows(site) {
    const stages = await stagesOf(site.ctx);
    return deals.map((row) => rowOf(site, stages, row));
  },
  // Closed ones have been in the first stage before.
  answers: async (ctx) => ({ startStageId: stageAt(await stagesOf(ctx), 0).id }),
};
