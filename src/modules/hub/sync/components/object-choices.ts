import type { SyncObject } from "../schema";

export type ObjectSettings = Pick<
  SyncObject,
  "direction" | "createsHere" | "createsThere" | "fillsEmpty" | "deletedThere" | "deletedHere"
>;

interface Choice {
  key: keyof ObjectSettings;
  label: string;
  options: readonly { value: string; label: string }[];
  /** The choice of an object as the value of an option, and back. */
  read(settings: ObjectSettings): string;
  write(value: string): Partial<ObjectSettings>;
}

const yesNo = <K extends "createsHere" | "createsThere" | "fillsEmpty">(
  key: K,
  words: { label: string; yes: string; no: string },
): Choice => ({
  key,
  label: words.label,
  options: [
    { value: "yes", label: words.yes },
    { value: "no", label: words.no },
  ],
  read: (settings) => (settings[key] ? "yes" : "no"),
  write: (value) => ({ [key]: value === "yes" }),
});

const oneOf = <K extends "deletedThere" | "deletedHere">(
  key: K,
  words: { label: string; archive: string; unlink: string },
): Choice => ({
  key,
  label: words.label,
  options: [
    { value: "archive", label: words.archive },
    { value: "unlink", label: words.unlink },
    { value: "ask", label: "Ask" },
  ],
  read: (settings) => settings[key],
  write: (value) => ({ [key]: value as ObjectSettings[K] }),
});

/** The choices whose effect the counts of a rehearsal show. */
export const countedChoices = (label: string) => ({
  createsHere: yesNo("createsHere", { label: `Only in ${label}`, yes: "Create here", no: "Leave them there" }),
  createsThere: yesNo("createsThere", { label: "Only here", yes: `Create in ${label}`, no: "Leave them here" }),
  fillsEmpty: yesNo("fillsEmpty", {
    label: "Filled on one side only",
    yes: "Fill the empty side",
    no: "Leave it empty",
  }),
});

/** The choices of an object that have an effect in its direction. */
export function choicesFor({ direction }: Pick<ObjectSettings, "direction">, label: string): Choice[] {
  const { createsHere, createsThere, fillsEmpty } = countedChoices(label);
  const into = [
    createsHere,
    oneOf("deletedThere", { label: `Deleted in ${label}`, archive: "Archive here", unlink: "Keep here, unlinked" }),
  ];
  const out = [
    createsThere,
    oneOf("deletedHere", { label: "Deleted here", archive: `Delete in ${label}`, unlink: "Keep there, unlinked" }),
  ];
  return [...(direction === "out" ? [] : into), ...(direction === "in" ? [] : out), fillsEmpty];
}
