import { hasKeys } from "@/lib/fields/entries";
import { capital, type FieldSpec, type NounSpec, Refused, sortableKinds } from "./spec";

const snake = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
const changedIn = `  changedIn BigInt @default(dbgenerated("((pg_current_xact_id())::text)::bigint")) @map("changed_in")`;
const tenantDefault = `@default(dbgenerated("(NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid"))`;

const scalars: Partial<Record<FieldSpec["kind"], string>> = {
  integer: "Int",
  number: "Float",
  percent: "Int",
  duration: "Int",
  boolean: "Boolean",
  address: "Json",
  emails: "Json",
  phones: "Json",
  choices: "Json",
  members: "Json",
  date: "DateTime",
  instant: "DateTime",
};
const attributes: Partial<Record<FieldSpec["kind"], string>> = { date: "@db.Date", instant: "@db.Timestamptz(3)" };

function column(name: string, type: string, attribute = ""): string {
  const mapped = snake(name) === name ? "" : ` @map("${snake(name)}")`;
  return `  ${name} ${type}${mapped}${attribute ? ` ${attribute}` : ""}`;
}

function presetOf({ kind, required, values }: FieldSpec): string {
  if (kind === "boolean") return "@default(false)";
  return kind === "choice" && required ? `@default("${values[0]}")` : "";
}

function columnsOf(field: FieldSpec): string[] {
  const { name, kind, required } = field;
  // Links lie in a table of their own.
  if (kind === "links") return [];
  const optional = required || kind === "boolean" ? "" : "?";
  if (kind === "money")
    return [column(`${name}Minor`, `BigInt${optional}`), column(`${name}Currency`, `String${optional}`)];
  if (kind === "reference" || kind === "member") return [column(`${name}Id`, `String${optional}`, "@db.Uuid")];
  const own = column(
    name,
    `${scalars[kind] ?? "String"}${optional}`,
    [presetOf(field), attributes[kind]].filter(Boolean).join(" "),
  );
  if (kind === "richText") return [own, column(`${name}Doc`, "Json?")];
  if (name === "name") return [own, column("nameKey", "String")];
  return hasKeys(field) ? [own, column(`${name}Key`, "String?")] : [own];
}

/** The columns of a title that follows from other fields. */
const titleOf = ({ titledBy }: NounSpec) =>
  titledBy.length > 0 ? [column("name", "String"), column("nameKey", "String")] : [];

/** The model that a reference points to. */
const targetOf = ({ kind, to }: FieldSpec) => (kind === "member" ? "Member" : capital(to ?? ""));
const pointsAt = ({ fields }: NounSpec) => fields.filter(({ kind }) => kind === "reference" || kind === "member");
/** Two relations between the same models need names. */
const relationName = (noun: NounSpec, { name }: FieldSpec) => `${noun.entity}${capital(name)}`;

/** The `.prisma` file of a noun. */
export function modelFile(noun: NounSpec): string {
  const relations = pointsAt(noun).map(
    (field) =>
      `  ${field.name} ${targetOf(field)}${field.required ? "" : "?"} @relation("${relationName(noun, field)}", fields: [tenantId, ${field.name}Id], references: [tenantId, id], onDelete: Restrict)`,
  );
  const sorted = noun.fields.filter(({ kind }) => sortableKinds.includes(kind));
  const indexes = [
    ...(noun.settings ? ["  @@index([tenantId, position, id])"] : []),
    ...pointsAt(noun).map(({ name }) => `  @@index([tenantId, ${name}Id, nameKey, id])`),
    ...sorted.map(({ name, kind }) => `  @@index([tenantId, ${kind === "money" ? `${name}Minor` : name}, id])`),
  ];
  return `/// One of the ${noun.many} of a workspace.
model ${noun.model} {
  id String @id @default(uuid(7)) @db.Uuid
  tenantId String ${tenantDefault} @map("tenant_id") @db.Uuid
${[...titleOf(noun), ...noun.fields.flatMap(columnsOf)].join("\n")}
${noun.settings ? '  color String @default("gray")\n  position Int?\n' : ""}  externalId String? @map("external_id")
  externalSource String? @map("external_source")
  importId String? @map("import_id") @db.Uuid
  custom Json?
  customKeys Json? @map("custom_keys")
  customShape String? @map("custom_shape") @db.Uuid
  archivedAt DateTime? @map("archived_at") @db.Timestamptz(3)
  version Int @default(1)
  createdAt DateTime @default(now()) @map("created_at") @db.Timestamptz(3)
  updatedAt DateTime @updatedAt @map("updated_at") @db.Timestamptz(3)
${changedIn}

  tenant Tenant @relation(fields: [tenantId], references: [id], onDelete: Cascade)
${relations.map((line) => `${line}\n`).join("")}
  @@unique([tenantId, id])
  @@unique([tenantId, externalId, externalSource], map: "${noun.table}_tenant_id_external_id_key")
  @@index([tenantId, nameKey, id])
  @@index([tenantId, createdAt, id])
  @@index([tenantId, updatedAt, id])
  @@index([tenantId, changedIn, id])
  @@index([tenantId, customShape])
${indexes.map((line) => `${line}\n`).join("")}  @@map("${noun.table}")
}
`;
}

/** The other ends of its relations: each model that it points to lists its records. */
export function backRelations(noun: NounSpec): { model: string; line: string }[] {
  const back = pointsAt(noun).map((field) => ({
    model: targetOf(field),
    line: `  ${noun.plural}${capital(field.name)} ${noun.model}[] @relation("${relationName(noun, field)}")`,
  }));
  return [{ model: "Tenant", line: `  ${noun.plural} ${noun.model}[]` }, ...back];
}

/** A schema text with a line more at the end of a model's fields. */
export function withLine(schema: string, model: string, line: string): string {
  const found = new RegExp(`(^model ${model} \\{\\n[\\s\\S]*?)(\\n\\n  @@)`, "m").exec(schema);
  if (!found) throw new Refused(`The model ${model} has another form than was expected. Add its relation by hand.`);
  const at = found.index + (found[1]?.length ?? 0);
  return `${schema.slice(0, at)}\n${line}${schema.slice(at)}`;
}
