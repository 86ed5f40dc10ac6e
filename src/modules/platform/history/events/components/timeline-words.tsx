import type { ReactNode } from "react";
import { What, Who } from "@/components/timeline/sentence-parts";
import { counted, type Noun, nouns, wordsFor } from "@/lib/counted";
import { secondsOfDay } from "@/lib/duration-text";
import { formatMoney } from "@/lib/money";
import type { AttachedFiles } from "@/lib/nouns/attached";
import { isSimilarShown, sharedParts } from "@/lib/nouns/similar";
import { andList } from "@/lib/text";
import { type ValueFormats, valueText } from "@/lib/value-text";
import type { FieldChange, TimelineBatch, TimelineEntry } from "../schema";
import { ChangedFields } from "./changed-fields";
import { ChangedWords } from "./changed-words";

/** The formats of values. */
export interface TimelineWords extends ValueFormats {
  /** The calendar day of an instant in the reader's zone. */
  dayOf(instant: string): string;
}

/**
 * The part after the actor's name. `record` is null if the timeline is the record's own; `source` links to a batch's
 * import.
 */
export function entrySentence(
  entry: TimelineEntry,
  record: ReactNode,
  at: TimelineWords,
  source: ReactNode = null,
): ReactNode {
  const of = record === null ? null : <> of {record}</>;
  const object = record ?? (entry.title === "" ? null : <What>{entry.title}</What>);
  const stage = entry.changes.find((change) => change.field === "stage");
  if (!entry.actor) return pastSentence(entry, object, stage, at);
  const who = <Who>{entry.actor.name}</Who>;
  const [only] = entry.changes;
  if (entry.batch) return batchSentence(entry, batchText(entry.batch, record, object, at), source, at);
  if (entry.icon === "move" && stage?.after)
    return (
      <>
        {who} {entry.verb} {object} to <What>{String(stage.after)}</What>
      </>
    );
  // A member who joins is actor and object at once.
  if (entry.entityId === entry.actor.id && entry.icon === "person")
    return (
      <>
        {who} {entry.verb}
      </>
    );
  if (entry.icon !== "edit" || !entry.name.endsWith(".updated") || !only)
    return (
      <>
        {who} {entry.verb} {object}
      </>
    );
  if (entry.changes.length > 1)
    return (
      <>
        {who} changed <What>{counted(entry.changes.length, nouns.field, at.locale)}</What>
        {of}
      </>
    );
  const label = lower(only.label);
  const [before, after] = [valueText(only.before, only, at), valueText(only.after, only, at)];
  if (only.kind === "longText" || only.kind === "richText")
    return (
      <>
        {who} {after === null && only.segments?.length !== 0 ? "cleared" : "changed"}{" "}
        {only.segments?.length === 0 ? `the formatting, links or mentions of ${label}` : label}
        {of}
      </>
    );
  if (only.field === "owner" && after !== null)
    return (
      <>
        {who} made <What>{after}</What> the {label}
        {of}
      </>
    );
  if (after === null)
    return (
      <>
        {who} cleared {label}
        {of}, it was <What>{before}</What>
      </>
    );
  if (before === null)
    return (
      <>
        {who} set {label}
        {of} to <What>{after}</What>
      </>
    );
  return (
    <>
      {who} changed {label}
      {of} from <What>{before}</What> to <What>{after}</What>
    </>
  );
}

/** One act on many records, or an import of them. */
function batchSentence(entry: TimelineEntry, records: ReactNode, source: ReactNode, at: TimelineWords): ReactNode {
  const who = <Who>{entry.actor?.name}</Who>;
  const [only] = entry.changes;
  const stage = entry.icon === "move" && entry.changes.find((change) => change.field === "stage");
  const after = only ? valueText(only.after, only, at) : null;
  if (stage && stage.after !== null)
    return (
      <>
        {who} {entry.verb} {records} to <What>{String(stage.after)}</What>
      </>
    );
  if (!entry.name.endsWith(".updated") || !only)
    return (
      <>
        {who} {entry.verb} {records}
        {source === null ? null : <> from {source}</>}
      </>
    );
  if (only.field === "owner" && after !== null && entry.changes.length === 1)
    return (
      <>
        {who} made <What>{after}</What> the {lower(only.label)} of {records}
      </>
    );
  return (
    <>
      {who} changed {labels(entry.changes)} of {records}
    </>
  );
}

/** Events from before the import that reported them: the file names no actor. */
function pastSentence(
  entry: TimelineEntry,
  object: ReactNode,
  stage: FieldChange | undefined,
  at: TimelineWords,
): ReactNode {
  const { amountMinor, currency } = entry.data;
  const amount =
    typeof amountMinor === "number" && typeof currency === "string" ? { amount: amountMinor, currency } : null;
  return (
    <>
      {object} {entry.verb}
      {entry.icon === "move" && stage?.after ? (
        <>
          {" "}
          <What>{String(stage.after)}</What>
        </>
      ) : null}
      {amount ? (
        <>
          {" "}
          for <What>{valueText(amount, { kind: "money" }, at)}</What>
        </>
      ) : null}
    </>
  );
}

/** "42 days in Engaging", "10 years in Engaging" */
function stayText(entry: TimelineEntry, at: TimelineWords): string | null {
  const stage = entry.changes.find((change) => change.field === "stage")?.before;
  const { secondsBefore } = entry.data;
  if (typeof stage !== "string" || typeof secondsBefore !== "number") return null;
  const days = Math.round(secondsBefore / secondsOfDay);
  if (days === 0) return `Less than a day in ${stage}`;
  const years = Math.floor(days / 365);
  const stay = years > 0 ? counted(years, nouns.year, at.locale) : counted(days, nouns.day, at.locale);
  return `${stay} in ${stage}`;
}

/** "63 opportunities", or the timeline's own record "and 4 more accounts"; a batch of one names it. */
function batchText(batch: TimelineBatch, record: ReactNode, object: ReactNode, at: TimelineWords): ReactNode {
  const some = (count: number, more: string) =>
    `${count.toLocaleString(at.locale)}${batch.more ? "+" : ""} ${more}${wordsFor(count, batch.label)}`;
  if (batch.count === 1) return object;
  if (record !== null) return <What>{some(batch.count, "")}</What>;
  return (
    <>
      {object} and <What>{some(batch.count - 1, "more ")}</What>
    </>
  );
}

/** A muted line below: each of several fields, the reason of a loss, the line of a product. */
export function entryBody(entry: TimelineEntry, at: TimelineWords): ReactNode {
  const [only, ...more] = entry.changes;
  if (entry.actor && entry.name.endsWith(".updated") && only?.segments?.length && more.length === 0)
    return <ChangedWords segments={only.segments} />;
  if (!entry.actor) return stayText(entry, at);
  if (entry.icon === "won" || entry.icon === "lost") return outcome(entry, at);
  if (entry.icon === "comment") return null;
  if (entry.detail !== null) return entry.detail;
  if (entry.icon === "create") return similarText(entry, at);
  const { quantity, unitPriceMinor, currency } = entry.data;
  if (typeof quantity === "number" && typeof unitPriceMinor === "number" && typeof currency === "string")
    return `${quantity.toLocaleString(at.locale)} × ${formatMoney(unitPriceMinor, currency, at)}`;
  // The sentence already contains the one change of an ordinary edit.
  if (entry.icon !== "edit" || (entry.name.endsWith(".updated") && entry.changes.length < 2)) return null;
  return entry.changes.length > 0 ? <ChangedFields changes={entry.changes} at={at} /> : null;
}

/** "Saved although the form showed 2 similar contacts, by name and e-mail" */
function similarText({ entity, data }: TimelineEntry, { locale }: TimelineWords): string | null {
  const shown = data.similarShown;
  if (!isSimilarShown(shown)) return null;
  const { one, many } = (nouns as Readonly<Record<string, Noun>>)[entity] ?? nouns.record;
  const similar = counted(shown.count, { one: `similar ${one}`, many: `similar ${many}` }, locale);
  return `Saved although the form showed ${similar}, by ${andList(shown.shared.map((part) => sharedParts[part]))}`;
}

/** Why an opportunity was lost, and the day of its outcome if it differs from the day of the event. */
function outcome(entry: TimelineEntry, at: TimelineWords): string | null {
  const after = (field: string) => {
    const change = entry.changes.find((one) => one.field === field);
    return change ? valueText(change.after, change, at) : null;
  };
  const [reason, competitor, value] = [after("lossReason"), after("competitor"), after("amount")];
  const closed = entry.changes.find((one) => one.field === "actualCloseDate")?.after;
  const parts = [
    value ? `Value: ${value}` : null,
    reason ? `Reason: ${reason}` : null,
    competitor ? `Competitor: ${competitor}` : null,
    closed && closed !== at.dayOf(entry.at) ? `Closed ${after("actualCloseDate")}` : null,
  ].filter((part) => part !== null);
  return parts.length > 0 ? parts.join(" · ") : null;
}

/** The text of the note, or of the comment. */
export function entryQuote(entry: TimelineEntry): string | null {
  if (entry.icon === "comment") return entry.detail;
  if (entry.icon !== "lost") return null;
  const detail = entry.changes.find((one) => one.field === "lossDetail")?.after;
  return typeof detail === "string" && detail !== "" ? detail : null;
}

/** "Offer.pdf, Plan.png and 2 more files" */
export function attachedText({ count, names }: AttachedFiles, locale: string): string {
  const left = count - names.length;
  if (left <= 0) return andList(names);
  return `${names.join(", ")} and ${counted(left, { one: "more file", many: "more files" }, locale)}`;
}

function labels(changes: readonly FieldChange[]): string {
  return andList(changes.map((change) => lower(change.label)));
}

/** "Close date" inside a sentence; "SKU" stays. */
const lower = (label: string) => (/^.[A-Z]/.test(label) ? label : label.charAt(0).toLowerCase() + label.slice(1));
