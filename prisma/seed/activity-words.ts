import { faker } from "@faker-js/faker";
import { uncapital } from "@/lib/text";
import type { Target } from "./activity-firm";

const months = [
  ...["January", "February", "March", "April", "May", "June", "July", "August", "September"],
  ...["October", "November", "December"],
];
const weekdays = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"];

export const pick = <T>(list: readonly T[]): T => faker.helpers.arrayElement(list as T[]);
export const chance = (share: number): boolean => faker.number.float() < share;
export const whole = (min: number, max: number): number => faker.number.int({ min, max });

/** Something that a template can name, or null if it is not known. */
export type Slots = Readonly<Record<string, () => string | null>>;

/** Words for the slots of templates about a target, at about this day. */
export function slotsOf(target: Target, day: string, colleague: string): Slots {
  const { account, contact, sale } = target;
  const month = Number(day.slice(5, 7)) - 1;
  return {
    person: () => contact?.name ?? null,
    first: () => contact?.first ?? null,
    account: () => account?.name ?? null,
    city: () => account?.city ?? null,
    product: () => (sale ? uncapital(sale.product) : null),
    amount: () => (sale?.amount ? `${sale.currency} ${sale.amount.toLocaleString("en-US")}` : null),
    colleague: () => colleague,
    month: () => months[(month + whole(1, 4)) % months.length] ?? null,
    weekday: () => pick(weekdays),
    hour: () => `${whole(8, 17)}:${pick(["00", "15", "30", "45"])}`,
    n: () => String(whole(2, 9)),
    weeks: () => String(whole(2, 8)),
    pct: () => String(whole(3, 15)),
    number: () => String(whole(1_000, 9_800)),
  };
}

const known = new Map<string, readonly string[]>();

/** The slots of a template. */
export function slotsIn(template: string): readonly string[] {
  const found = known.get(template) ?? [...template.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name);
  known.set(template, found);
  return found;
}

const open = ["person", "first", "account", "city", "product", "amount"];

/** The templates whose slots have words; those that name nothing special if none has. */
export function fitting(templates: readonly string[], slots: Slots): readonly string[] {
  const missing = open.filter((name) => slots[name]?.() === null);
  if (missing.length === 0) return templates;
  return templates.filter((template) => !slotsIn(template).some((name) => missing.includes(name)));
}

/** A template with words in its slots. */
export const filled = (template: string, slots: Slots): string => {
  const text = template.replaceAll(/\{(\w+)\}/g, (_, name: string) => slots[name]?.() ?? "");
  return /^[a-z]/.test(text) && template.startsWith("{") ? text.charAt(0).toUpperCase() + text.slice(1) : text;
};

/** One of the templates that fit, with words in its slots; null if none fits. */
export function written(templates: readonly string[], slots: Slots): string | null {
  const fit = fitting(templates, slots);
  return fit.length > 0 ? filled(pick(fit), slots) : null;
}
