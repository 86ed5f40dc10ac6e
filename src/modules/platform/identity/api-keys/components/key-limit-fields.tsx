"use client";

import { z } from "zod";
import { TextareaField } from "@/components/form/text-field";
import { NumberField } from "@/components/form/typed-field";
import { useWorkspace } from "@/components/layout/workspace-context";
import { addressRanges } from "@/lib/address-range";
import { counted } from "@/lib/counted";
import { type ApiKey, perMinute } from "../schema";

const linesOf = (text: string) => text.split(/[\s,]+/).filter((line) => line !== "");

/** From where a key may be used, and how often, as forms hold it. */
export const keyLimits = z.object({
  ranges: z.string().superRefine((text, context) => {
    const { error } = addressRanges.safeParse(linesOf(text));
    const [issue] = error?.issues ?? [];
    const wrong = typeof issue?.path[0] === "number" ? `${linesOf(text)[issue.path[0]]}: ` : "";
    if (issue) context.addIssue({ code: "custom", message: `${wrong}${issue.message}` });
  }),
  perMinute: perMinute.nullable(),
});
type KeyLimits = z.input<typeof keyLimits>;

type Limits = Pick<ApiKey, "ranges" | "perMinute">;

export const toFields = ({ ranges, perMinute: limit }: Limits): KeyLimits => ({
  ranges: ranges.join("\n"),
  perMinute: limit,
});

export const fromFields = ({ ranges, perMinute: limit }: KeyLimits): Limits => ({
  ranges: linesOf(ranges),
  perMinute: limit,
});

/** The fields for the addresses and the limit of a key. `most` is the limit of the plan, where it is known. */
export function KeyLimitFields({ most }: { most?: number | undefined }) {
  const { locale } = useWorkspace();
  const requests = most === undefined ? "" : `: ${counted(most, { one: "request", many: "requests" }, locale)}`;
  return (
    <>
      <TextareaField<KeyLimits>
        name="ranges"
        label="Allowed addresses"
        rows={4}
        placeholder={"203.0.113.0/24\n2001:db8::/32"}
        hint="One network or address a line, at most 20. Empty allows every address."
      />
      <NumberField<KeyLimits>
        name="perMinute"
        label="Requests a minute"
        placeholder={most === undefined ? undefined : String(most)}
        hint={`Empty allows as many as your plan does${requests}.`}
      />
    </>
  );
}
