/** One value of a multi-value field. The first one is the primary one. */
export interface Entry {
  value: string;
  type: string;
}

export interface EntryType {
  value: string;
  label: string;
  /** Other words for it in files and address books. */
  words: readonly string[];
  /** Its column in imported files, and other names of that column. */
  inFile: { label: string; synonyms: readonly string[] };
}

/** The types of e-mail addresses; the first one is the default. */
export const emailTypes = [
  {
    value: "work",
    label: "Work",
    words: [
      "office",
      "business",
      "company",
      "internet",
      "email",
      "e-mail",
      "mail",
      "geschäftlich",
      "arbeit",
      "büro",
      "travail",
      "trabajo",
      "werk",
    ],
    inFile: {
      label: "E-mail",
      synonyms: [
        "email",
        "mail",
        "email address",
        "e-mail address",
        "work email",
        "business email",
        "email - work",
        "primary email",
        "e-mail-adresse",
        "courriel",
        "correo electrónico",
        "additional email addresses",
        "e-mail 1 - value",
      ],
    },
  },
  {
    value: "personal",
    label: "Personal",
    words: ["home", "private", "privat", "privé", "domicile", "casa", "particular", "thuis"],
    inFile: {
      label: "Personal e-mail",
      synonyms: ["personal email", "private email", "home email", "home", "email - home"],
    },
  },
  {
    value: "other",
    label: "Other",
    words: ["sonstige", "andere", "autre", "otro", "overig"],
    inFile: {
      label: "Other e-mail",
      synonyms: ["other email", "second email", "secondary email", "alternate email", "email - other"],
    },
  },
] as const satisfies readonly EntryType[];

/** The types of telephone numbers; the first one is the default. */
export const phoneTypes = [
  {
    value: "office",
    label: "Office",
    words: [
      "work",
      "business",
      "company",
      "main",
      "direct",
      "direct line",
      "work phone",
      "phone",
      "tel",
      "telephone",
      "telefon",
      "téléphone",
      "teléfono",
      "telefoon",
      "geschäftlich",
      "arbeit",
      "büro",
      "zentrale",
      "bureau",
      "travail",
      "trabajo",
      "werk",
    ],
    inFile: {
      label: "Phone",
      synonyms: [
        "telephone",
        "phone number",
        "office phone",
        "work phone",
        "tel",
        "telefoon",
        "business phone",
        "direct phone",
        "phone - work",
        "phone 1 - value",
        "telefon",
        "téléphone",
        "teléfono",
        "telefone",
      ],
    },
  },
  {
    value: "mobile",
    label: "Mobile",
    words: [
      "cell",
      "cellular",
      "mobile phone",
      "cell phone",
      "iphone",
      "mob",
      "mobiltelefon",
      "handy",
      "mobil",
      "portable",
      "móvil",
      "celular",
      "mobiel",
    ],
    inFile: {
      label: "Mobile",
      synonyms: [
        "mobile phone",
        "mobile phone number",
        "mobile number",
        "cell",
        "cell phone",
        "phone - mobile",
        "handy",
        "mobiltelefon",
        "portable",
        "celular",
        "móvil",
      ],
    },
  },
  {
    value: "home",
    label: "Home",
    words: ["private", "home phone", "privat", "privé", "domicile", "casa", "particular", "thuis"],
    inFile: { label: "Home phone", synonyms: ["home", "home telephone", "private phone", "phone - home"] },
  },
  {
    value: "fax",
    label: "Fax",
    words: ["work fax", "home fax", "business fax", "other fax", "telefax"],
    inFile: { label: "Fax", synonyms: ["fax number", "business fax"] },
  },
  {
    value: "other",
    label: "Other",
    words: ["pager", "car", "radio", "sonstige", "andere", "autre", "otro", "overig"],
    inFile: {
      label: "Other phone",
      synonyms: ["other telephone", "secondary phone", "phone - other"],
    },
  },
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

/** The import and export columns of a multi-value field, one per type; the first has the field's plain name. */
export const columnsByType = (name: string, types: readonly EntryType[]): [column: string, type: EntryType][] =>
  types.map((type, place) => [
    place === 0 ? name : `${name}${type.value.charAt(0).toUpperCase()}${type.value.slice(1)}`,
    type,
  ]);

/** Whether records are found by each value of a field: triggers keep a row of `record_keys` for each. */
export const hasKeys = ({ kind }: { kind: string }): boolean => ["emails", "phones", "members"].includes(kind);

/** Whether a field has several values, each with a type. */
export const isEntriesField = <F extends { kind: string }>(field: F): field is F & { kind: "emails" | "phones" } =>
  field.kind === "emails" || field.kind === "phones";

/** The types of the values of such a field. */
export const typesOf = ({ kind }: { kind: "emails" | "phones" }): readonly EntryType[] =>
  kind === "emails" ? emailTypes : phoneTypes;
