import { randomUUID } from "node:crypto";
import { listedIn } from "@/lib/fields/option-lists";
import { accounts } from "@/modules/crm/accounts/fields";
import { type AllowedCase, type Arrange, archived, changed, named, renamed } from "./allowed-case";

/** A separate field, for an act with transactions of its own. */
const withOwnField: Arrange = async (db) => {
  const label = randomUUID();
  const data = { entity: "account", key: `own_${label}`, kind: "text", label, position: 9 };
  return { own: (await db.customField.create({ data, select: { id: true } })).id };
};

const anotherKind: AllowedCase = { input: () => ({ kind: "longText", settings: {} }) };
const accountTypes = listedIn(accounts.fields).flatMap(([, { options }]) =>
  options.map(({ value, label }) => ({ value, label })),
);

/** Fields, options and tags of the workspace: a sample of each setting alone would contradict the others. */
export const fieldCases: Record<string, AllowedCase> = {
  createCustomField: {
    input: () => ({ kind: "text", required: true, unique: false, initial: "Sample", settings: {} }),
  },
  updateCustomField: {
    arrange: withOwnField,
    input: ({ own }) => ({ id: own, help: "Another text", unique: false, initial: "Sample", settings: {} }),
  },
  orderCustomFields: {
    input: ({ customField }) => ({ entity: "account", order: [{ id: customField, section: "Terms" }] }),
  },
  restoreCustomField: archived("customField"),
  undeleteCustomField: { arrange: changed("customField", "customField", () => ({ deletedAt: new Date() })) },
  previewConversion: anotherKind,
  convertCustomField: anotherKind,
  updateTag: renamed,
  restoreTag: archived("tag"),
  mergeTag: {
    arrange: async (db) => {
      const { id } = await db.tag.create({ data: { ...named("Another tag"), color: "red" } });
      return { otherTag: id };
    },
    input: ({ otherTag }) => ({ intoId: otherTag }),
  },
  updateOptionList: {
    input: () => ({ name: "accountType", options: [...accountTypes, { value: "sample", label: "Sample" }] }),
  },
};

/** The lines of the permission matrix, typed by hand. */
export const fieldLines = {
  listCustomFields: "view",
  getCustomFieldUsage: "administer",
  createCustomField: "administer",
  updateCustomField: "administer",
  orderCustomFields: "administer",
  archiveCustomField: "administer",
  restoreCustomField: "administer",
  deleteCustomField: "administer",
  undeleteCustomField: "administer",
  previewConversion: "administer",
  convertCustomField: "administer",
  listOptionLists: "view",
  getChangedLists: "view",
  updateOptionList: "administer",
} as const;
