import { z } from "zod";
import { idFields } from "@/lib/fields/base";
import { filledOf } from "@/lib/fields/kinds";
import { importedText } from "@/lib/fields/rich-text";
import { rowReader } from "@/lib/import-rows";
import { givenDay, id, knownCurrency } from "@/lib/zod";
import { contactRoles } from "../contacts/rules";
import { fields } from "../fields";

/** The days on which an opportunity closes, the surest first. */
const closingFields = ["wonOn", "lostOn", "actualCloseDate", "closeDate"] as const;

/**
 * The values that a row of a file gives an opportunity; the amount is in minor units of its currency, the workspace's
 * unless it says so.
 */
const opportunityImportRow = z
  .object({
    name: filledOf(fields.name),
    externalId: filledOf(idFields.externalId),
    externalSource: filledOf(idFields.externalSource),
    account: id,
    product: id,
    stage: id,
    pipeline: id,
    /** One or several, with semicolons between them; each with its role behind a colon where the row says one. */
    contact: z
      .string()
      .transform((text) => text.split(";").map((part) => part.split(":")))
      .transform((parts) => parts.map(([contactId, role = null]) => ({ contactId, role })))
      .pipe(z.array(z.object({ contactId: id, role: z.enum(contactRoles).nullable() }))),
    outcome: z.enum(["open", "won", "lost"]),
    owner: id,
    amount: z
      .int()
      .min(-10_000_000_000_000, "Use an amount of at most 100 billion.")
      .max(10_000_000_000_000, "Use an amount of at most 100 billion."),
    amountCurrency: knownCurrency,
    engagedOn: givenDay,
    closeDate: givenDay,
    actualCloseDate: givenDay,
    wonOn: givenDay,
    lostOn: givenDay,
    probability: filledOf(fields.probability),
    leadSource: filledOf(fields.leadSource),
    nextStep: filledOf(fields.nextStep),
    nextStepOn: givenDay,
    description: importedText,
    lossReason: id,
    /** The name of a loss reason, or a text. */
    lossDetail: filledOf(fields.lossDetail),
  })
  .partial()
  .superRefine(({ engagedOn, outcome, ...days }, context) => {
    const field = closingFields.find((one) => days[one] !== undefined);
    // An open opportunity has only planned that day, maybe before the file was made: a past day is no contradiction. Without
    // a status its stage says whether it is open (`OpportunityBatch`).
    if (field === "closeDate" && (outcome === undefined || outcome === "open")) return;
    const refusal = field && closesTooEarly(field, days[field], engagedOn);
    if (refusal) context.addIssue({ code: "custom", path: [field], message: refusal.reason });
  });

/** The refusal of an opportunity that has closed before it began. */
export function closesTooEarly(field: string, close: string | undefined, start: string | undefined) {
  if (start === undefined || close === undefined || close >= start) return null;
  return { field, reason: `The opportunity closes on ${close}, before its start date ${start}.` };
}

export type OpportunityImportRow = z.output<typeof opportunityImportRow>;
export const readOpportunityRow = rowReader(opportunityImportRow);

/** Answers of a person to the questions of a file of opportunities. */
export const fileAnswers = z.object({
  /** Pipeline for rows without a pipeline; null for the default one. */
  pipelineId: id.nullish(),
  /** Name of the open stage in which they begin, which may be made; null is found by the open ones of the file. */
  startStage: z.string().max(300).nullish(),
  /** Closed opportunities that the file has in an open stage; null keeps them closed. */
  closedOpportunities: z.enum(["keep", "reopen"], "Answer keep or reopen.").nullish(),
  /** Opportunities that people moved since the last import, and that the file has in another stage; null is keep. */
  movedOpportunities: z.enum(["keep", "move"], "Answer keep or move.").nullish(),
  /** Opportunities without a value whose product has a price; null is empty. */
  missingValues: z.enum(["empty", "productPrice"], "Use empty or productPrice.").nullish(),
  /** Default stages that no opportunity was ever in; null is keep. */
  emptyStages: z.enum(["keep", "remove"], "Answer keep or remove.").nullish(),
});

/** The answers that decide about single rows. */
export const rowAnswers = fileAnswers.pick({
  closedOpportunities: true,
  movedOpportunities: true,
  missingValues: true,
});
export type RowQuestion = keyof typeof rowAnswers.shape;
