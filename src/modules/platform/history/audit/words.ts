import { counted } from "@/lib/counted";
import { nounOf } from "@/lib/nouns/all";
import { capital, uncapital } from "@/lib/text";
import { permissionLabel } from "@/modules/platform/identity/api-keys/rules";
import { entityWords } from "./rules";

type Values = Readonly<Record<string, unknown>>;

/** Stored keys whose values are words of the code. */
const coded = new Set(["status", "kind", "entity"]);
const effects: Readonly<Record<string, string>> = { allow: "Allowed", deny: "Not allowed" };

/** The label of a stored value that no catalogue names: a single right by its words. */
export const labelOf = (key: string): string =>
  key.includes(":") ? permissionLabel(key) : entityWords(key.replace(/(Id|Ids|At)$/, ""));

/** A stored value that no catalogue describes, as people read it. */
export function plainValue(key: string, value: unknown): string | number | boolean | null {
  if (value === undefined || value === null) return null;
  if (typeof value === "object") return key === "settings" ? settingsText(value as Values) : JSON.stringify(value);
  if (typeof value !== "string") return value as number | boolean;
  if (key.includes(":")) return effects[value] ?? value;
  return coded.has(key) ? entityWords(value) : value;
}

/** The settings of a custom field: "Options: Gold, Silver (archived); min: 1". */
function settingsText({ options, ...limits }: Values): string {
  const named = ((options ?? []) as { label: string; archived?: true }[]).map(({ label, archived }) =>
    archived ? `${label} (archived)` : label,
  );
  const parts = Object.entries(limits).map(([key, value]) => `${uncapital(entityWords(key))}: ${limitText(value)}`);
  return capital([...(named.length > 0 ? [`options: ${named.join(", ")}`] : []), ...parts].join("; "));
}

function limitText(value: unknown): string {
  if (typeof value === "boolean") return value ? "yes" : "no";
  return typeof value === "string" ? uncapital(entityWords(value)) : String(value);
}

const formats: Readonly<Record<string, string>> = { csv: "CSV", xlsx: "Excel" };

/** What an export of records held: "1,200 accounts, CSV"; null for other events. */
export function exportDetail({ entity, data }: { entity: string; data: Values }, locale: string): string | null {
  const noun = entity === "recordExport" && nounOf(String(data.noun));
  if (!noun || typeof data.rows !== "number") return null;
  const told = [counted(data.rows, noun, locale), formats[String(data.format)], data.reason];
  return told.filter((part) => typeof part === "string").join(", ");
}
