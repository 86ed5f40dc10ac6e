import { typesOf } from "@/lib/fields/entries";
import { typeInFiles } from "@/lib/fields/entry-words";
import { linkColumns } from "@/lib/fields/links";
import { headCode, labelOf } from "./sources";
import { capital, type FieldSpec, type NounSpec, Refused, sortableKinds } from "./spec";

/** Letters after `g` that lead elsewhere. */
const takenKeys = ["i", "s", "t"];

/**
 * The heads of a module with one more, at the end: it may point to all before it; and the letter that leads to its list.
 * `all` are the heads of every module, whose places and letters are taken.
 */
export function withHead(text: string, noun: NounSpec, all = text): { text: string; key: string | null } {
  const navs = [...all.matchAll(/nav: \{ place: (\d+), key: (?:"(\w)"|null)/g)];
  const keys = [...takenKeys, ...navs.map(([, , letter]) => letter)];
  // No key leads to a list in the settings.
  const key = noun.settings
    ? undefined
    : [...noun.path, ..."abcdefghijklmnopqrstuvwxyz"].find((one) => /[a-z]/.test(one) && !keys.includes(one));
  const place = Math.max(...navs.map(([, last]) => Number(last))) + 1;
  const head = headCode(noun, place, key ?? null);
  return { text: withPermissions(inserted(text, /\}\);\n$/, head), head), key: key ?? null };
}

/** The heads with an import of the permissions that a new one names. */
function withPermissions(text: string, head: string): string {
  const [name] = /\b(?:managed|owned)Permissions\b/.exec(head) ?? [];
  return text.replace(/import \{ (.+) \} from "\.\/noun-head";/, (line, names: string) => {
    const all = names.split(", ");
    if (!name || all.includes(name)) return line;
    return `import { ${[...all, name].toSorted().join(", ")} } from "./noun-head";`;
  });
}

/** The heads with this noun as one that shows records of those that its fields point to. */
export function withShownBy(text: string, { path, entity: own, fields }: NounSpec): string {
  const targets = new Set(fields.flatMap(({ to }) => (to === null || to === own ? [] : [to])));
  return [...targets].reduce((heads, entity) => {
    const head = new RegExp(`(\\n  ${entity}: \\{\\n(?:    .*\\n)*?    shownBy: \\[)([^\\]]*)\\]`);
    return heads.replace(head, (_, before, shown) => `${before}${shown === "" ? "" : `${shown}, `}"${path}"]`);
  }, text);
}

/** The list of nouns with one more. */
export function withDeclared(text: string, { entity, path, module }: NounSpec): string {
  const line = `import { ${entity}Operations } from "@/modules/${module}/${path}/operations";\n`;
  const imported = inserted(text, /import \{ \w+Operations \}/, line);
  return inserted(imported, /\};\n\ntype Entity/, `  ${entity}: ${entity}Operations,\n`);
}

/** The list of screens with one more. */
export function withScreen(text: string, { entity, plural, path, module }: NounSpec): string {
  const fields = `import("@/modules/${module}/${path}/fields").then((module) => screenOf(module.${plural}))`;
  const shown = inserted(text, /\};\n\n\/\*\* The screen of a noun/, `  ${entity}: dynamic(() => ${fields}),\n`);
  const typeOnly = 'import type { NounScreen } from "@/modules/platform/data/records/components/noun-screen";';
  return shown.replace(typeOnly, typeOnly.replace("type { NounScreen", "{ type NounScreen, screenOf"));
}

/** Kinds whose fields lists are not filtered by. */
const unlisted: ReadonlySet<string> = new Set(["longText", "richText", "address", "choices"]);
const listed = (fields: readonly FieldSpec[]) => fields.filter(({ kind }) => !unlisted.has(kind));
const quoted = (names: readonly string[]) => names.map((name) => `\`${name}\``).join(", ");

/** The guide for integrators with the scopes and the list of a noun. */
export function withApi(text: string, { entity, path, owned, settings, fields, titledBy }: NounSpec): string {
  const actions = owned ? ["view", "create", "edit"] : ["view", "manage"];
  const scopes = inserted(text, /,\s`event:view`/, `, ${quoted(actions.map((action) => `${entity}:${action}`))}`);
  const groups = fields.filter(({ kind }) => kind === "choice" || kind === "member").map(({ name }) => name);
  const stamps = ["createdAt", "updatedAt"];
  const names = [
    ...(titledBy.length > 0 ? ["name"] : []),
    ...listed(fields).map(({ name }) => name),
    ...(settings ? ["color", "position"] : []),
    "externalId",
    "externalSource",
    ...stamps,
  ];
  const sorted = fields.filter(({ kind }) => sortableKinds.includes(kind)).map(({ name }) => name);
  const sorts = quoted(["name", ...sorted, ...(settings ? ["position"] : []), ...stamps]);
  const within = groups.length > 0 ? `; within ${quoted(groups)}` : "";
  const line = `- \`/${path}\`: conditions on ${quoted(names)}; sorted by ${sorts}${within}.`;
  const paragraph = /^A scope is a permission;(?:.+\n)+/m;
  const filled = scopes.replace(paragraph, (lines) => `${wrapped(lines.trimEnd().replaceAll("\n", " "), "")}\n`);
  const unkeyed = settings ? inserted(filled, /`\/workspace\/second-factor`/, `\`/${path}/{id}/merge\`, `) : filled;
  return inserted(unkeyed, /- `\/members`: conditions/, `${wrapped(line, "  ")}\n`);
}

/** As wide as lines of the guides are. */
const width = 120;

/** A text in lines of the usual width; those after the first begin with an indent. */
function wrapped(text: string, indent: string): string {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && `${last} ${word}`.length <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(last === undefined ? word : indent + word);
  }
  return lines.join("\n");
}

/** The guide for users with the keys that lead to a noun's list. */
export const withKeys = (text: string, { many }: NounSpec, key: string | null): string =>
  key ? inserted(text, /, `s` settings/, `, \`${key}\` ${many}`) : text;

/** The labels of a field's columns in files. */
function columnsInFiles({ name, kind, values }: FieldSpec): string[] {
  if (kind === "address") return [];
  if (kind === "links") return linkColumns(name, values).map(({ label }) => label);
  if (kind !== "emails" && kind !== "phones") return [labelOf(name)];
  const further = typesOf(kind).slice(1);
  return [labelOf(name), ...further.map(({ value }) => typeInFiles(kind, value).column.label)];
}

/** The guide for users with the columns that files of a noun fill, in the table of what can be imported. */
export function withFileRow(text: string, { many, fields, titledBy }: NounSpec): string {
  const table = /\| what +\|.*\n(?:\|.*\n)+/.exec(text)?.[0];
  if (!table) throw new Refused("Nothing was written: the guide for users has no table of what files bring.");
  const [first = "", ...labels] = fields.flatMap((field) => columnsInFiles(field));
  const [head = [], , ...rows] = table
    .trimEnd()
    .split("\n")
    .map((line) =>
      line
        .slice(1, -1)
        .split("|")
        .map((cell) => cell.trim()),
    );
  const all = [
    head,
    ...rows,
    [
      many,
      titledBy.length > 0 ? "id, else external id" : "id, else external id, else name",
      (titledBy.length > 0
        ? ["Id", "External id", "External id source", first, ...labels, "Deleted"]
        : [first, "Id", "External id", "External id source", ...labels, "Deleted"]
      ).join(", "),
    ],
  ];
  const widths = head.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  const lineOf = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(" | ")} |`;
  const [top = "", ...below] = all.map(lineOf);
  const rule = lineOf(widths.map((width) => "-".repeat(width)));
  return text.replace(table, () => `${[top, rule, ...below].join("\n")}\n`);
}

/** A text with something put in front of what the pattern finds. */
function inserted(text: string, before: RegExp, what: string): string {
  const found = before.exec(text);
  if (!found)
    throw new Refused(`Nothing was written: a list has another form than expected (${capital(String(before))}).`);
  return text.slice(0, found.index) + what + text.slice(found.index);
}
