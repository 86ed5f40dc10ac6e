import type { tenantDb } from "@/server/db/tenant-db";

/** Inputs of the operations of repeating activities that the generic tests call. */
export const seriesInputs = {
  setActivityRepeat: { rule: { every: 1, unit: "day" } },
  updateActivitySeries: { scope: "one", patch: { name: "Another" } },
  archiveActivitySeries: { scope: "one" },
} as const;

/** The same as cases of members who are allowed. */
export const seriesCases = Object.fromEntries(
  Object.entries(seriesInputs).map(([name, input]) => [name, { input: () => input }]),
);

/** Makes a series without activities, with a marker in its values; returns its id. */
export async function makeSeries(db: ReturnType<typeof tenantDb>["db"], marker: string): Promise<string> {
  const on = new Date("2026-11-30");
  const rule = { every: 1, unit: "day" };
  const data = { rule, zone: "UTC", startOn: on, lastOn: on, minute: 540, values: { name: marker, about: [] } };
  return (await db.activitySeries.create({ data, select: { id: true } })).id;
}
