import "server-only";
import { customName } from "@/lib/fields/custom";
import type { ChoiceOption, Field } from "@/lib/fields/field";
import { decimalAmount } from "@/lib/fields/file-cells";
import { conditionValues, operatorLabel, shownOperator } from "@/lib/filter-words";
import { wellFormedIds } from "@/lib/ids";
import type { FilterInput } from "@/lib/list";
import { askedAmount, type Condition, mySelf, myTeams } from "@/lib/list-filter";
import { unseenRecord } from "@/lib/unseen-record";
import { timelineOf } from "../catalog.ts";
import type { Ctx } from "../context.ts";
import type { ListField } from "../list-definition.ts";
import { conditionField } from "../list-filter.ts";
import { objectsOf } from "../list-kept-state.ts";
import { inWorkspace } from "./in-workspace.ts";
import type { NounRuntime } from "./noun-runtime.ts";

const people: Readonly<Record<string, string>> = { [mySelf]: "me", [myTeams]: "my teams" };

/** The conditions of a list, one text for each, as a reader without the screen understands them. */
export async function filterWords(ctx: Ctx, declared: NounRuntime, filter: FilterInput): Promise<string[]> {
  const runtime = inWorkspace(ctx, declared);
  const { conditions = [], groups = [], match = "all", q = "" } = filter;
  const texts: string[] = [];
  for (const condition of conditions) texts.push(await conditionWords(ctx, runtime, condition));
  for (const group of groups) {
    const parts: string[] = [];
    for (const condition of group.conditions) parts.push(await conditionWords(ctx, runtime, condition));
    texts.push(`(${parts.join(group.match === "any" ? " or " : " and ")})`);
  }
  const joined = match === "any" && texts.length > 1 ? [`Any of: ${texts.join("; ")}`] : texts;
  return [...joined, ...(q === "" ? [] : [`Name contains ${q}`])];
}

/** The names of the records whose ids a field has; a hidden one has none, as one that there is not. */
async function namesIn(ctx: Ctx, field: ListField | undefined, ids: string[]): Promise<Map<string, string>> {
  const names = new Map<string, string>();
  for (const object of field && ids.length > 0 ? objectsOf(field) : [])
    for (const { id, name } of (await timelineOf(object)?.scope.names?.(ctx, ids)) ?? []) names.set(id, name);
  return names;
}

async function conditionWords(ctx: Ctx, runtime: NounRuntime, condition: Condition): Promise<string> {
  const fields: Readonly<Record<string, Field>> = runtime.noun.fields;
  const field = fields[condition.field] ?? fields[customName(condition.field)];
  const values = conditionValues(condition).map(String);
  const ids = wellFormedIds(values);
  const names = await namesIn(ctx, conditionField(ctx, runtime.table.list, condition.field), ids);
  const options = field && "options" in field ? (field.options as readonly ChoiceOption[]) : [];
  const wordOf = (value: string) => {
    if (field?.kind === "money") {
      const { minor, currency } = askedAmount(value, ctx.tenant.currency);
      return `${decimalAmount({ amount: Number(minor), currency })} ${currency}`;
    }
    const name = options.find((option) => option.value === value)?.label ?? names.get(value) ?? people[value];
    return name ?? (ids.includes(value) ? unseenRecord : value);
  };
  const label = field?.longLabel ?? field?.label ?? condition.field;
  const date = field?.kind === "date" || field?.kind === "instant" ? condition.value : undefined;
  return [label, operatorLabel(shownOperator(condition), date), values.map(wordOf).join(", ")].join(" ").trim();
}
