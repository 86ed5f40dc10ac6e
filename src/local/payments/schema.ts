import { z } from "zod";
import { Refusal } from "./refusal";

const fail = (context: z.core.$RefinementCtx, code: string, message: string) => {
  context.addIssue({ code: "custom", params: { code }, message });
  return z.NEVER;
};

/** Text that is not empty. */
export const text = (most = 5000) =>
  z.string().transform((value, context) => {
    if (value === "") return fail(context, "parameter_invalid_empty", "You passed an empty string for a parameter.");
    if (value.length > most) return fail(context, "parameter_invalid_string", `At most ${most} characters are taken.`);
    return value;
  });

/** A whole number, in minor units or unix seconds. */
export const whole = (least = Number.MIN_SAFE_INTEGER, most = Number.MAX_SAFE_INTEGER) =>
  z.string().transform((value, context) => {
    const number = Number(value);
    if (!/^-?\d{1,15}$/.test(value)) return fail(context, "parameter_invalid_integer", `Invalid integer: ${value}`);
    if (number < least || number > most)
      return fail(context, "parameter_invalid_integer", `The value must be between ${least} and ${most}: ${value}`);
    return number;
  });

/** A decimal number, kept as its text. */
export const decimal = () =>
  z.string().transform((value, context) => {
    if (!/^-?\d{1,15}(\.\d{1,12})?$/.test(value))
      return fail(context, "parameter_invalid_string", `Invalid decimal: ${value}`);
    return value;
  });

export const flag = () =>
  z.string().transform((value, context) => {
    if (value === "true") return true;
    if (value === "false") return false;
    return fail(context, "parameter_invalid_boolean", `Invalid boolean: ${value}`);
  });

/** An empty value clears. */
export const clearable = <Type extends z.ZodType>(type: Type) => z.union([z.literal("").transform(() => null), type]);

export const one = <const Values extends readonly [string, ...string[]]>(...values: Values) => z.enum(values);

export const many = <Type extends z.ZodType>(type: Type) => z.array(type).max(250);

/** An address of http or https. */
export const address = () =>
  z.string().transform((value, context) => {
    const isWeb = URL.canParse(value) && /^https?:$/.test(new URL(value).protocol);
    return isWeb ? value : fail(context, "url_invalid", "Not a valid URL");
  });

const KEYS = 50;
const KEY_LENGTH = 40;
const VALUE_LENGTH = 500;

/** Keys to set, keys with an empty value to remove; `null` clears all. */
export const metadata = () =>
  clearable(
    z
      .record(z.string().max(KEY_LENGTH), z.string().max(VALUE_LENGTH))
      .refine((map) => Object.keys(map).length <= KEYS, "Metadata has at most 50 keys."),
  );

/** A time, or its bounds. */
export const range = () => {
  const bound = whole().optional();
  return z.union([
    whole().transform((time) => ({ gte: time, lte: time })),
    z.strictObject({ gt: bound, gte: bound, lt: bound, lte: bound }),
  ]);
};

export const postal = () =>
  z.strictObject({
    city: z.string().optional(),
    country: z.string().max(2).optional(),
    line1: z.string().optional(),
    line2: z.string().optional(),
    postal_code: z.string().optional(),
    state: z.string().optional(),
  });

export const expand = { expand: many(z.string()).optional() };

/** The parameters of every list. */
export const page = {
  ...expand,
  limit: whole(1, 100).optional(),
  starting_after: z.string().optional(),
  ending_before: z.string().optional(),
};

/** Checks parameters; throws what Stripe answers about the first that is wrong. */
export function checked<Type extends z.ZodType>(type: Type, given: unknown): z.output<Type> {
  const result = type.safeParse(given, { reportInput: true });
  if (result.success) return result.data;
  throw refusalOf(deepest(result.error.issues[0] as z.core.$ZodIssue));
}

/** Of a choice, the branch that came furthest. */
function deepest(issue: z.core.$ZodIssue): z.core.$ZodIssue {
  if (issue.code !== "invalid_union") return issue;
  const branches = issue.errors.map((issues) => issues[0]).filter((each) => each !== undefined);
  const best = branches.filter(({ code }) => code !== "invalid_type" && code !== "invalid_value")[0] ?? branches.at(-1);
  return best ? deepest({ ...best, path: [...issue.path, ...best.path] } as z.core.$ZodIssue) : issue;
}

function refusalOf(issue: z.core.$ZodIssue): Refusal {
  if (issue.code === "unrecognized_keys") {
    const name = nameOf([...issue.path, issue.keys[0] ?? ""]);
    return Refusal.parameter("parameter_unknown", name, `Received unknown parameter: ${name}`);
  }
  const name = nameOf(issue.path);
  if (issue.code === "custom") return Refusal.parameter(String(issue.params?.code ?? ""), name, issue.message);
  if (issue.code === "invalid_type" && issue.input === undefined) {
    return Refusal.parameter("parameter_missing", name, `Missing required param: ${name}.`);
  }
  return Refusal.parameter(undefined, name, `Invalid ${name}: ${issue.message}`);
}

/** `items[0][price]` */
const nameOf = ([first, ...rest]: readonly PropertyKey[]) =>
  `${String(first ?? "")}${rest.map((part) => `[${String(part)}]`).join("")}`;
