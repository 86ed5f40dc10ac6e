/** The fewest and the most days that archived records stay. */
export const archiveDaysLimits = { least: 7, most: 3_650 } as const;

/** The minute of the day of the workspace after which they are deleted: nobody waits for the database then. */
export const deletedFromMinute = 3 * 60 + 30;

const dayMs = 86_400_000;

/** Records that were archived before this instant are to be deleted. */
export const archivedBefore = (now: Date, days: number): Date => new Date(now.getTime() - days * dayMs);

/** When an archived record is past its days: the next night deletes it. */
export const deletionTime = (archivedAt: string, days: number): Date =>
  new Date(new Date(archivedAt).getTime() + days * dayMs);
