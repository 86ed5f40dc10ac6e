import "server-only";

/** When a workspace is to be deleted, if at all. */
interface Ending {
  deletionDueAt: Date | null;
}

/** Whether the deletion is due: nobody finds the workspace any more, and a job deletes it. */
export const isDeleted = ({ deletionDueAt }: Ending, now = new Date()): boolean =>
  deletionDueAt !== null && deletionDueAt <= now;

/** The opposite as a SQL condition over `tenants t`: workspaces that people can still open. */
export const notDeleted = "(t.deletion_due_at is null or t.deletion_due_at > now())";

interface Named extends Ending {
  locale: string;
  timeZone: string;
}

/** The sentence shown while a workspace waits for its deletion; null for any other. */
export function deletionReason({ deletionDueAt, locale, timeZone }: Named): string | null {
  if (deletionDueAt === null) return null;
  const day = deletionDueAt.toLocaleDateString(locale, { timeZone, day: "numeric", month: "long", year: "numeric" });
  return `This workspace will be deleted on ${day}. Until then it is read-only, and an owner can undo this.`;
}
