import { Refusal } from "./refusal";
import type { Portal, Property } from "./tables";
import { isoOf } from "./times";

const LONGEST = 65_536;
const DAY_MS = 86_400_000;
/** Endings of addresses that no name server outside a company knows: HubSpot refuses them. */
const LOCAL_ENDINGS = /\.(internal|lan|local|localhost)$/i;

/** Values to set; null clears one. */
export type Values = Record<string, string | null>;
type Problem = { name: string; code: string; message: string };

/** Values as HubSpot stores them. Throws a Refusal that names each property whose value is not valid. */
export function readValues(portal: Portal, known: ReadonlyMap<string, Property>, given: unknown): Values {
  if (typeof given !== "object" || given === null || Array.isArray(given))
    throw Refusal.invalid("Invalid input JSON: properties must be an object");
  const values: Values = {};
  const problems: Problem[] = [];
  for (const [name, value] of Object.entries(given)) {
    const read = readValue(portal, known.get(name), name, value);
    if (read !== null && typeof read === "object") problems.push(read);
    else values[name] = read;
  }
  if (problems.length > 0) throw refusalOf(portal, problems);
  return values;
}

function refusalOf({ id }: Portal, problems: Problem[]): Refusal {
  const all = problems.map(({ name, code, message }) => ({
    isValid: false,
    message,
    error: code,
    name,
    localizedErrorMessage: message,
    portalId: id,
  }));
  return Refusal.invalid(`Property values were not valid: ${JSON.stringify(all)}`, {
    errors: problems.map(({ name, code, message }) => ({ message, code, context: { propertyName: [name] } })),
  });
}

function readValue(portal: Portal, property: Property | undefined, name: string, given: unknown) {
  const problem = (code: string, message: string): Problem => ({ name, code, message });
  if (!property) return problem("PROPERTY_DOESNT_EXIST", `Property "${name}" does not exist`);
  if (property.isReadOnly)
    return problem("READ_ONLY_VALUE", `"${name}" is a read only property; its value cannot be set.`);
  if (given !== null && !["string", "number", "boolean"].includes(typeof given))
    return problem("INVALID_STRING", `The value of "${name}" is no text.`);
  const value = given === null ? "" : String(given).trim();
  if (value === "") return null;
  if (value.length > LONGEST)
    return problem("INVALID_STRING_TOO_LONG", `${name} is too long: ${value.length} of ${LONGEST} characters`);
  const failed = FAULTS[property.type](value, property, portal);
  return failed ? problem(...failed) : NORMAL[property.type](value, property);
}

type Check = (value: string, property: Property, portal: Portal) => [code: string, message: string] | undefined;

const FAULTS: Readonly<Record<Property["type"], Check>> = {
  string: (value, { name }) => {
    if (name === "email" && (!/^[^\s@,;]+@[^\s@,;]+\.[^\s@,;]+$/.test(value) || LOCAL_ENDINGS.test(value)))
      return ["INVALID_EMAIL", `Email address ${value} is invalid`];
    return undefined;
  },
  number: (value) =>
    /^-?\d+(\.\d+)?$/.test(value) ? undefined : ["INVALID_NUMBER", `${value} was not a valid number.`],
  bool: (value) =>
    /^(true|false)$/i.test(value) ? undefined : ["INVALID_BOOLEAN", `${value} was not a valid boolean.`],
  date: (value) => {
    const time = timeOf(value);
    if (time === undefined) return ["INVALID_DATE", `${value} was not a valid date.`];
    if (time % DAY_MS !== 0) return ["INVALID_DATE", `${value} is at ${isoOf(time).slice(11, -1)} UTC, not midnight!`];
    return undefined;
  },
  datetime: (value) => (timeOf(value) === undefined ? ["INVALID_LONG", `${value} was not a valid long.`] : undefined),
  enumeration: (value, property, portal) => {
    const known = optionsOf(property, portal);
    const wrong = (property.fieldType === "checkbox" ? partsOf(value) : [value]).find((each) => !known.includes(each));
    if (wrong === undefined) return undefined;
    if (property.from === "owners") return ["INVALID_OWNER_ID", `Owner ${wrong} does not exist`];
    return ["INVALID_OPTION", `${wrong} was not one of the allowed options: [${known.join(", ")}]`];
  },
};

/** The manners of the provider: what it stores is not always what it got. */
const NORMAL: Readonly<Record<Property["type"], (value: string, property: Property) => string>> = {
  string: (value, { name }) => {
    if (name === "email") return value.toLowerCase();
    if (name === "domain")
      return value
        .toLowerCase()
        .replace(/^https?:\/\/(www\.)?/, "")
        .replace(/[/?#].*$/, "");
    return value;
  },
  number: (value) => value,
  bool: (value) => value.toLowerCase(),
  date: (value) => isoOf(timeOf(value) ?? 0).slice(0, 10),
  datetime: (value) => isoOf(timeOf(value) ?? 0),
  enumeration: (value, { fieldType }) => (fieldType === "checkbox" ? partsOf(value).join(";") : value),
};

/** The values that an enumeration takes. */
export function optionsOf({ from, options }: Property, { owners, pipelines }: Portal): string[] {
  if (from === "owners") return owners.map(({ id }) => id);
  if (from === "pipelines") return pipelines.map(({ id }) => id);
  if (from === "stages") return pipelines.flatMap(({ stages }) => stages.map(({ id }) => id));
  return options.map(({ value }) => value);
}

/** Milliseconds, or a day or a moment in the form of ISO 8601. */
export function timeOf(value: string): number | undefined {
  if (/^-?\d{1,15}$/.test(value)) return Number(value);
  if (!/^\d{4}-\d{2}-\d{2}(T[\d:.]+(Z|[+-]\d{2}:?\d{2}))?$/.test(value)) return undefined;
  const time = Date.parse(value);
  return Number.isNaN(time) ? undefined : time;
}

const partsOf = (value: string) => [...new Set(value.split(";").map((part) => part.trim()))].filter(Boolean);
