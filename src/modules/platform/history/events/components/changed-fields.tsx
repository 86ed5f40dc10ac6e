import { ArrowRight } from "lucide-react";
import { type ValueFormats, valueText } from "@/lib/value-text";
import type { FieldChange } from "../schema";
import { ChangedWords } from "./changed-words";

/** Several changed fields, a line each: its name, the value before and the value after. */
export function ChangedFields({ changes, at }: { changes: readonly FieldChange[]; at: ValueFormats }) {
  return (
    <dl className="grid grid-cols-[minmax(0,7rem)_minmax(0,1fr)] gap-x-3 gap-y-0.5">
      {changes.map((change) => (
        <div key={change.field} className="contents">
          <dt className="break-words">{change.label}</dt>
          <dd>
            <ChangedValue change={change} at={at} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** The value of a field before and after; of a formatted text the words that came and went. */
export function ChangedValue({ change, at }: { change: FieldChange; at: ValueFormats }) {
  const { segments } = change;
  if (segments)
    return segments.length > 0 ? <ChangedWords segments={segments} /> : "other formatting, links or mentions";
  if (change.kind === "longText") return change.after === null ? "cleared" : "changed";
  return (
    <>
      <bdi>{valueText(change.before, change, at) ?? "–"}</bdi>{" "}
      <ArrowRight aria-hidden className="-mt-px mx-0.5 inline size-3 text-faint" />
      <span className="sr-only">to</span> <bdi className="text-text">{valueText(change.after, change, at) ?? "–"}</bdi>
    </>
  );
}
