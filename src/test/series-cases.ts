import type { tenantDb } from "@/server/db/tenant-db";

/** Inputs of the operations of repeating activities. */
const ofActivities = {
  setActivityRepeat: { rule: { every: 1, unit: "day" } },
  updateActivitySeries: { scope: "one", patch: { name: "Another" } },
  archiveActivitySeries: { scope: "one" },
} as const;

/** Inputs of the operations of repeating records that the generic tests call. */
export const seriesInputs = { ...ofActivities, setTaskRepeat: { rule: { every: 1, unit: "day" } } } as const;

/** The same as cases of members who are allowed. */
export const seriesCases = Object.fromEntries(
  Object.entries(ofActivities).map(([name, input]) => [name, { input: () => input }]),
);

/** Makes a series of each kind without records, with a marker in its texts; returns their ids. */
export async function makeSeries(db: ReturnType<typeof tenantDb>["db"], marker: string) {
  const on = new Date("2026-11-30");
  const shared = { rule: { every: 1, unit: "day" }, zone: "UTC", startOn: on, lastOn: on };
  const select = { id: true } as const;
  const values = { name: marker, about: [] };
  const activity = await db.activitySeries.create({ data: { ...shared, minute: 540, values }, select });
  const task = await db.taskSeries.create({ data: { ...shared, reason: marker }, select });
  return { activitySeries: activity.id, taskSeries: task.id };
}
