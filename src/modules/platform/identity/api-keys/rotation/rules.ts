/** How many hours the secret of before still works after a rotation. */
export const overlaps = [0, 1, 24, 168] as const;

/** The overlaps of a rotation for people. */
export const overlapChoices = [
  { value: "24", label: "24 hours" },
  { value: "168", label: "7 days" },
  { value: "1", label: "1 hour" },
  { value: "0", label: "Not at all: it ends now" },
] as const satisfies readonly { value: `${(typeof overlaps)[number]}`; label: string }[];

/** Days before the end of a key on which its member gets an e-mail. */
const noticeDays = [1, 14] as const;
/** Days before its end from which a key is looked at. */
export const noticeFrom = Math.max(...noticeDays);
/** Minute of the workspace's day from which these e-mails are sent. */
export const noticeMinute = 8 * 60;

interface Lasting {
  /** The days of the workspace's calendar: today, and those on which the key was made and ends. */
  today: string;
  made: string;
  ends: string;
}

/** The reminder of the end of a key that is due; null if none is. */
export function noticeOf({ today, made, ends }: Lasting): (typeof noticeDays)[number] | null {
  const left = daysBetween(today, ends);
  const due = left < 0 ? undefined : noticeDays.find((days) => left <= days);
  if (due === undefined) return null;
  // The maker of a key for two weeks has only just chosen its end.
  return due === noticeFrom && daysBetween(made, ends) <= noticeFrom ? null : due;
}

const daysBetween = (from: string, until: string) =>
  Math.round((Date.parse(`${until}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);
