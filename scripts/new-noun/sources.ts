import type { FieldKind } from "@/lib/fields/field";
import { nouns } from "@/lib/nouns/all";
import { capital, type FieldSpec, type NounSpec, sortableKinds } from "./spec";

/** "Close date" for closeDate. */
export const labelOf = (name: string): string =>
  capital(name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`));

/** A phone's row and the head of a record show the first amount, and who owns it; a second person there has no label. */
function phonePlaceOf({ name, kind }: FieldSpec, fields: readonly FieldSpec[]): string[] {
  if (name === "owner" && kind === "member") return ['column: { phone: "meta" }'];
  const isFirstAmount = kind === "money" && fields.find((one) => one.kind === "money")?.name === name;
  return isFirstAmount ? ['column: { phone: "value" }'] : [];
}

/** Kinds that are wide and seldom compared: their columns are hidden until somebody shows them. */
const hiddenKinds: readonly FieldKind[] = ["longText", "richText", "url", "domain", "phone", "address"];
/** Kinds of fields that people search records by. */
const found: ReadonlySet<string> = new Set(["email", "emails", "phone", "phones", "domain"]);

function fieldCode(field: FieldSpec, fields: readonly FieldSpec[]): string {
  const { name, kind, required, values, to } = field;
  const parts = [`label: "${labelOf(name)}"`];
  if (required && kind !== "boolean") parts.push("required: true");
  if (name === "name") parts.push("title: true", "folded: true", "sortable: true", "column: { width: 280 }");
  if (sortableKinds.includes(kind)) parts.push("sortable: true");
  if (hiddenKinds.includes(kind)) parts.push("column: { hidden: true }");
  parts.push(...phonePlaceOf(field, fields));
  if (found.has(kind)) parts.push("searchable: true");
  if (kind === "member") parts.push("groupable: true");
  if (kind === "reference") parts.push(`to: "${to}"`);
  if (kind === "choice") {
    if (required) parts.push(`initial: "${values[0]}"`);
    parts.push("groupable: true");
  }
  // Lists compare each of several values by a row of its own, which a column of a model does not have.
  if (kind === "choices") parts.push("filterable: false");
  if (kind === "links") parts.push(`to: [${values.map((value) => `"${value}"`).join(", ")}]`);
  else if (values.length > 0) {
    const options = values.map((value) => `{ value: "${value}", label: "${labelOf(value)}" }`);
    parts.push(`options: [${options.join(", ")}]`);
  }
  return `  ${name}: field.${kind}({ ${parts.join(", ")} }),`;
}

/** `fields.ts` of a noun. */
export function fieldsFile(noun: NounSpec): string {
  return `import { field } from "@/lib/fields/build";
import { defineFields } from "@/lib/fields/field";
import { defineNoun } from "@/lib/nouns/define";

const fields = defineFields({
${titleCode(noun)}${noun.fields.map((field) => fieldCode(field, noun.fields)).join("\n")}
${noun.settings ? '  color: field.color({ label: "Colour" }),\n  position: field.position(),\n' : ""}});

export const ${noun.plural} = defineNoun("${noun.entity}", { fields, naturalKeys: ${noun.titledBy.length > 0 ? "[]" : '[["name"]]'} });
`;
}

/** The title of records without a name. */
function titleCode({ titledBy }: NounSpec): string {
  if (titledBy.length === 0) return "";
  const names = titledBy.join(", ");
  const of = titledBy.map((name) => `"${name}"`).join(", ");
  return `  name: field.title({ of: [${of}], value: ({ ${names} }) => [${names}].filter(Boolean).join(", ") }),\n`;
}

/** The first test of a noun: a record is made, found and changed. */
export function testFile(noun: NounSpec): string {
  const operations = `${noun.entity}Operations`;
  const named = noun.fields.find(({ name }) => name === "name");
  const change = named ? "name" : (noun.titledBy[0] ?? "name");
  return `import { expect, test } from "vitest";
import { testWorkspace } from "@/test/ctx";
import { fillWorkspace } from "@/test/full-workspace";
import { ${operations} } from "./operations";

test("a ${noun.one} is found by its list, and keeps its version when nothing changes", async () => {
  const ctx = await (await testWorkspace()).role("owner");
  const { ids } = await fillWorkspace(ctx, new Set(["${noun.entity}"]));
  const id = ids.${noun.entity} ?? "";
  const found = await ${operations}.get(ctx, { id });
  expect((await ${operations}.list(ctx, {})).rows.map((row) => row.id)).toEqual([id]);
  const same = await ${operations}.update(ctx, { id, version: found.version, ${change}: found.${change} });
  expect(same.version).toBe(found.version);
});
`;
}

/** `operations.ts` of a noun; `folderOf` gives the folders of others, `byHand` are nouns whose scope is a file of its own. */
export function operationsFile(
  noun: NounSpec,
  folderOf: (entity: string) => string,
  byHand: readonly string[],
): string {
  const isOwn = (to: string) => to === noun.entity;
  const scopeOf = (to: string) => {
    if (isOwn(to)) return '"self"';
    return byHand.includes(to) ? `${to}Scope` : `${to}Operations.scope`;
  };
  const pointers = noun.fields.filter(({ kind }) => kind === "reference" || kind === "member");
  const targets = pointers.map(({ name, to }) => `${name}: ${to ? scopeOf(to) : "memberScope"}`);
  const nouns = [...new Set(pointers.flatMap(({ to }) => to ?? []))].filter((to) => !isOwn(to));
  const imports = nouns.map((to) =>
    byHand.includes(to)
      ? `import { ${to}Scope } from "${folderOf(to)}/scope";`
      : `import { ${to}Operations } from "${folderOf(to)}/operations";`,
  );
  const member = pointers.some(({ to }) => to === null)
    ? 'import { memberScope } from "@/modules/platform/identity/members/scope";\n'
    : "";
  return `import "server-only";
${member}import { crud } from "@/server/nouns/crud";
${imports.join("\n")}
import { ${noun.module} } from "../module";
import { ${noun.plural} } from "./fields";

export const ${noun.entity}Operations = crud(${noun.module}, ${noun.plural}, { targets: { ${targets.join(", ")} } });
`;
}

/** Its head, as an entry of \`lib/nouns/<module>.ts\`; \`place\` and \`key\` are free ones of the sidebar. */
export const headCode = (noun: NounSpec, place: number, key: string | null): string => `  ${noun.entity}: {
    module: "${noun.module}",
    table: "${noun.table}",
    path: "${noun.path}",
    one: "${noun.one}",
    many: "${noun.many}",
    alsoCalled: [],
    icon: "box",
    permissions: ${noun.owned ? "ownedPermissions" : "managedPermissions"},
    owned: ${noun.owned},
    imported: true,
    purpose: "${capital(noun.many)} of this workspace.",
${noun.settings ? "    settings: true,\n" : ""}    nav: { place: ${place}, key: ${key ? `"${key}"` : "null"} },
    shownBy: [],
${showsCode(noun)}  },
`;

/** The nouns of modules below that its fields point to: they do not name it. */
function showsCode({ module, fields }: NounSpec): string {
  const moduleOf = (entity: string) => nouns[entity as keyof typeof nouns]?.module ?? module;
  const shown = new Set(fields.flatMap(({ to }) => (to !== null && moduleOf(to) !== module ? [`"${to}"`] : [])));
  return shown.size > 0 ? `    shows: [${[...shown].join(", ")}],\n` : "";
}
