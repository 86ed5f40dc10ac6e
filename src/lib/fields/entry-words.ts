import type { EmailType, EntryKind, PhoneType } from "./entries";

/** How a type is called in files; none of it is loaded by browsers. */
export interface TypeInFiles {
  /** Other words for it in files and address books. */
  words: readonly string[];
  /** Its column, and other names of that column. */
  column: { label: string; synonyms: readonly string[] };
}

const emailsInFiles: Record<EmailType, TypeInFiles> = {
  work: {
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
    column: {
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
        "adresse e-mail",
        "e-mailadres",
        "dirección de correo electrónico",
        "e-mail geschäftlich",
      ],
    },
  },
  personal: {
    words: ["home", "private", "privat", "privé", "domicile", "casa", "particular", "thuis"],
    column: {
      label: "Personal e-mail",
      synonyms: [
        "personal email",
        "private email",
        "home email",
        "home",
        "email - home",
        "e-mail privat",
        "e-mail personnel",
        "correo personal",
        "e-mail privé",
      ],
    },
  },
  other: {
    words: ["sonstige", "andere", "autre", "otro", "overig"],
    column: {
      label: "Other e-mail",
      synonyms: ["other email", "second email", "secondary email", "alternate email", "email - other"],
    },
  },
};

const phonesInFiles: Record<PhoneType, TypeInFiles> = {
  office: {
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
    column: {
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
        "telefonnummer",
        "telefon geschäftlich",
        "téléphone professionnel",
        "teléfono del trabajo",
        "telefoonnummer",
        "telefoon werk",
      ],
    },
  },
  mobile: {
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
    column: {
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
        "mobil",
        "mobilnummer",
        "téléphone mobile",
        "teléfono móvil",
        "mobiel",
        "mobiele telefoon",
      ],
    },
  },
  home: {
    words: ["private", "home phone", "privat", "privé", "domicile", "casa", "particular", "thuis"],
    column: {
      label: "Home phone",
      synonyms: [
        "home",
        "home telephone",
        "private phone",
        "phone - home",
        "telefon privat",
        "téléphone personnel",
        "teléfono particular",
        "telefoon thuis",
      ],
    },
  },
  fax: {
    words: ["work fax", "home fax", "business fax", "other fax", "telefax"],
    column: {
      label: "Fax",
      synonyms: [
        "fax number",
        "business fax",
        "faxnummer",
        "télécopie",
        "número de fax",
        "fax del trabajo",
        "fax op werk",
      ],
    },
  },
  other: {
    words: ["pager", "car", "radio", "sonstige", "andere", "autre", "otro", "overig"],
    column: {
      label: "Other phone",
      synonyms: ["other telephone", "secondary phone", "phone - other"],
    },
  },
};

const inFiles: Record<EntryKind, Readonly<Record<string, TypeInFiles>>> = {
  emails: emailsInFiles,
  phones: phonesInFiles,
};

/** How a type of a field's values is called in files. */
export function typeInFiles(kind: EntryKind, type: string): TypeInFiles {
  const found = inFiles[kind][type];
  if (!found) throw new Error(`${kind} have no type "${type}".`);
  return found;
}
