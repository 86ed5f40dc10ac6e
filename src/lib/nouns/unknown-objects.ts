/** An object of other products that nothing here stands for yet. */
export interface UnknownObject {
  many: string;
  /** Words of a file's name, or before the dash of all its headers. */
  called: readonly string[];
  /** Headers of its files: one of each list is there. */
  columns: readonly (readonly string[])[];
}

/** A file of these is named for what it is, so that its rows do not go in as something else. A noun that comes takes its entry away. */
export const unknownObjects: readonly UnknownObject[] = [
  {
    many: "contacts",
    called: ["contact", "person", "people", "lead"],
    columns: [
      ["email", "e-mail", "mail", "email - work", "email address"],
      ["company", "company name", "account name", "accountid", "organization", "organisation", "associated company"],
    ],
  },
];
