import { z } from "zod";
import { parseDecimal } from "../coerce/decimal.ts";

/** The most steps of one field. */
export const mostSteps = 5;
/** The most pairs of one table. */
export const mostPairs = 500;
/** The most further properties that are joined. */
export const mostJoined = 5;
/** The longest separator. */
export const longestMark = 20;

/** A number that is not zero and no longer than any unit needs. */
const factor = z
  .string()
  .max(30)
  .refine((text) => (parseDecimal(text)?.digits ?? 0n) > 0n && !/e/i.test(text), "Enter a number above zero.");
const value = z.string().max(500);

export const letterCases = ["lower", "upper", "title"] as const;
export type LetterCase = (typeof letterCases)[number];

/** The ends of a value that a table does not have. */
export const otherValues = ["leave", "empty", "problem"] as const;

export const stepKinds = ["trim", "case", "split", "join", "lookup", "constant", "unit"] as const;
export type StepKind = (typeof stepKinds)[number];

/** One change of a value on its way between us and another system. */
export const valueStep = z
  .discriminatedUnion("kind", [
    /** Without spaces around it, and with one where several are. */
    z.object({ kind: z.literal("trim") }),
    z.object({ kind: z.literal("case"), to: z.enum(letterCases) }),
    /** One part of a text there. */
    z.object({
      kind: z.literal("split"),
      by: z.string().min(1).max(longestMark),
      part: z.union([z.int().min(1).max(50), z.literal("last")]),
    }),
    /** Further properties there behind the first one. */
    z.object({
      kind: z.literal("join"),
      by: z.string().max(longestMark),
      further: z.array(z.string().min(1).max(200)).min(1).max(mostJoined),
    }),
    z.object({
      kind: z.literal("lookup"),
      pairs: z
        .array(z.object({ ours: value.min(1), theirs: value.min(1) }))
        .min(1)
        .max(mostPairs),
      others: z.enum(otherValues),
    }),
    /** Every value becomes this one, on one side. */
    z.object({ kind: z.literal("constant"), value: value.trim().min(1), way: z.enum(["in", "out"]) }),
    /** `multiply`: ours is theirs times the number. */
    z.object({ kind: z.literal("unit"), act: z.enum(["multiply", "divide"]), by: factor }),
  ])
  .meta({ id: "ValueStep" });
export type ValueStep = z.output<typeof valueStep>;

export const valueSteps = z.array(valueStep).max(mostSteps);

/** The directions that steps leave to a field; none where they contradict each other. */
export function waysOf(steps: readonly ValueStep[]): ("in" | "out" | "both")[] {
  const wanted = steps.map(wayOf);
  const isOneWay = wanted.some((way) => way !== "both");
  const fits = (way: "in" | "out") => wanted.every((one) => one === "both" || one === "oneWay" || one === way);
  const ways = (["in", "out"] as const).filter(fits);
  return isOneWay ? ways : [...ways, "both"];
}

/** The direction in which a step works; `oneWay`: either, but not both. */
export function wayOf(step: ValueStep): "in" | "out" | "oneWay" | "both" {
  if (step.kind === "constant") return step.way;
  if (step.kind === "case") return "oneWay";
  return step.kind === "split" || step.kind === "join" ? "in" : "both";
}
