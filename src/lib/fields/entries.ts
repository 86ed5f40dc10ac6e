/** The kinds of fields with several values, each with a type. */
export type EntryKind = "emails" | "phones";

/** One value of a multi-value field. The first one is the primary one. */
export interface Entry {
  value: string;
  type: string;
}

export interface EntryType {
  value: string;
  label: string;
}

/** The types of e-mail addresses; the first one is the default. */
export const emailTypes = [
  { value: "work", label: "Work" },
  { value: "personal", label: "Personal" },
  { value: "other", label: "Other" },
] as const satisfies readonly EntryType[];

/** The types of telephone numbers; the first one is the default. */
export const phoneTypes = [
  { value: "office", label: "Office" },
  { value: "mobile", label: "Mobile" },
  { value: "home", label: "Home" },
  { value: "fax", label: "Fax" },
  { value: "other", label: "Other" },
] as const satisfies readonly EntryType[];

export type TypeIn<T extends readonly EntryType[]> = T[number]["value"];
export type EmailType = TypeIn<typeof emailTypes>;
export type PhoneType = TypeIn<typeof phoneTypes>;

/** An e-mail address as the server returns it. */
export interface EmailEntry extends Entry {
  type: EmailType;
}
/** A telephone number as the server returns it: in E.164 if it could be understood, else as it was typed. */
export interface PhoneEntry extends Entry {
  type: PhoneType;
  /** As people read it: "+1 312 555 0142 ext. 5". */
  display: string;
  /** False if the number could not be understood. */
  valid: boolean;
}
export type EmailInput = Pick<EmailEntry, "value"> & { type?: EmailType | undefined };
export type PhoneInput = Pick<PhoneEntry, "value"> & { type?: PhoneType | undefined };

/** The most values of one field. */
export const maxEntries = 10;

/** The entries of a list on one line: "priya@acme.example, priya@home.example". */
export const entriesText = (entries: readonly Entry[]): string =>
  entries.map((entry) => ("display" in entry ? String(entry.display) : entry.value)).join(", ");

/** The types of the values of such a field. */
export const typesOf = (kind: EntryKind): readonly EntryType[] => (kind === "emails" ? emailTypes : phoneTypes);

/** The import and export columns of a multi-value field, one per type; the first has the field's plain name. */
export const columnsByType = (name: string, kind: EntryKind): [column: string, type: string][] =>
  typesOf(kind).map(({ value: type }, place) => [
    place === 0 ? name : `${name}${type.charAt(0).toUpperCase()}${type.slice(1)}`,
    type,
  ]);

/** Whether records are found by each value of a field: triggers keep a row of `record_keys` for each. */
export const hasKeys = ({ kind }: { kind: string }): boolean => ["emails", "phones", "members"].includes(kind);

/** Whether a field has several values, each with a type. */
export const isEntriesField = <F extends { kind: string }>(field: F): field is F & { kind: EntryKind } =>
  field.kind === "emails" || field.kind === "phones";
