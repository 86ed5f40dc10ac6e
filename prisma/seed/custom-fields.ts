import type { ChoiceColor } from "@/lib/fields/choice-colors";
import { createCustomField } from "@/modules/platform/data/custom-fields/operations/write-field";
import {
  listOptionLists,
  updateOptionList,
} from "@/modules/platform/data/custom-fields/option-lists/operations/option-lists";
import { createTag } from "@/modules/platform/data/tags/operations/tags";
import { tenantById } from "@/server/access";
import { type Ctx, createCtx } from "@/server/context";

type Field = Parameters<typeof createCustomField>[1];

const colors = ["blue", "teal", "amber", "violet", "pink"] as const;
const options = (...labels: string[]): { options: { value: string; label: string; color: ChoiceColor }[] } => ({
  options: labels.map((label, index) => ({
    value: label.toLowerCase().replaceAll(/\W+/g, "_"),
    label,
    color: colors[index % colors.length] ?? "gray",
  })),
});

const fields: readonly Field[] = [
  {
    entity: "account",
    kind: "choice",
    label: "Sales region",
    section: "Selling",
    help: "The office where the contract is signed.",
    settings: options("Central", "East", "West", "Europe", "Overseas"),
  },
  {
    entity: "account",
    kind: "choice",
    label: "Support tier",
    section: "Service",
    settings: options("Gold", "Silver", "Bronze"),
  },
  { entity: "account", kind: "date", label: "Contract end", section: "Service" },
  {
    entity: "account",
    kind: "number",
    label: "Sites",
    section: "Service",
    help: "Places where our products are in use.",
    settings: { decimals: 0, min: 0 },
  },
  {
    entity: "contact",
    kind: "choices",
    label: "Interests",
    settings: { ...options("Cloud", "Data", "Design", "Security", "Training"), inForm: false },
  },
  {
    entity: "opportunity",
    kind: "percent",
    label: "Discount",
    help: "Off the list price.",
    settings: { min: 0, max: 100, decimals: 1 },
  },
];

const tags = [
  { name: "Key account", category: "Importance" },
  { name: "Reference customer", category: "Importance" },
  { name: "At risk", color: "red", category: "Attention" },
  { name: "Renewal in Q1", category: "Attention" },
  { name: "Spring fair", color: "green", category: "Events" },
  { name: "Webinar", category: "Events" },
  { name: "Partner introduced us" },
] satisfies Parameters<typeof createTag>[1][];

/** Where the firm finds customers, besides the sources that every workspace has. */
const leadSource = { value: "trade_fair", label: "Trade fair", color: "teal" } as const;

async function addLeadSource(ctx: Ctx): Promise<void> {
  const list = (await listOptionLists(ctx, {})).find(({ name }) => name === "leadSource");
  if (!list) throw new Error("There is no list of lead sources.");
  const options = [...list.options.map(({ builtIn: _, ...option }) => option), leadSource];
  await updateOptionList(ctx, { name: list.name, version: list.version, options });
}

/** Defines the fields, options and tags of the firm; the context that it returns knows them. */
export async function defineFields(ctx: Ctx): Promise<Ctx> {
  for (const field of fields) await createCustomField(ctx, field);
  await addLeadSource(ctx);
  for (const tag of tags) await createTag(ctx, tag);
  const tenant = await tenantById(ctx.tenant.id);
  if (!tenant) throw new Error("The workspace of the demo is gone.");
  return createCtx({ tenant, actor: ctx.actor, member: ctx.member });
}
