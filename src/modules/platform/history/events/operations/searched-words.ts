import "server-only";
import { formatMoney } from "@/lib/money";
import { foldKey } from "@/lib/text";
import type { Ctx } from "@/server/context";
import type { ShownValue, TimelineEntry } from "../schema";

type Searched = Pick<TimelineEntry, "actor" | "verb" | "title" | "detail" | "changes" | "batch">;

/** Whether an entry shows a text: in its names, its verb, or the names and values of changed fields. */
export function showsWords({ tenant }: Pick<Ctx, "tenant">, entry: Searched | null, text: string): boolean {
  if (!entry) return false;
  const { actor, verb, title, detail, changes, batch } = entry;
  const wordsOf = (value: ShownValue) =>
    typeof value === "object" && value !== null
      ? formatMoney(value.amount, value.currency, tenant)
      : String(value ?? "");
  const values = changes.flatMap(({ label, before, after }) => [label, wordsOf(before), wordsOf(after)]);
  const names = batch ? [...batch.first.map((one) => one.title), ...(batch.import?.files ?? [])] : [];
  const words = [actor?.name ?? "", verb, title, ...names, detail ?? "", ...values].join(" ");
  return foldKey(words).includes(foldKey(text));
}
