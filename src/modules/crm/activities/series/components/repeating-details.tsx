"use client";

import { useQuestion } from "@/components/form/use-question";
import type { PatchOf } from "@/lib/fields/record";
import { localDay } from "@/lib/working-time";
import { NounDetails, NounRow } from "@/modules/platform/data/records/components/noun-details";
import { NounRepeat } from "@/modules/platform/data/records/components/noun-repeat";
import { useEditsOf } from "@/trpc/noun-client";
import type { RecordEdits } from "@/trpc/record-edits";
import { type Activity, activities } from "../../fields";
import { isOver } from "../../rules";
import { useUpdateFollowing } from "../client";
import { LazyScopeDialog } from "./lazy-dialogs";

type Patch = PatchOf<(typeof activities)["fields"]>;
type Edits = RecordEdits<Activity, Patch>;

/** Every field of an activity, edited in place; a repeating one asks whether the edit is for this one alone. */
export function RepeatingDetails({ record }: { record: Activity }) {
  const { startsAt = null, dueOn = null, status } = record;
  const dayIn = (zone: string) => (startsAt === null ? dueOn : localDay(new Date(startsAt), zone));
  const usual = useEditsOf(activities) as Edits;
  const updateFollowing = useUpdateFollowing();
  const { question, ask, close } = useQuestion<{ name: string }, "one" | "following">();
  const asked =
    (save: Edits["save"]): Edits["save"] =>
    (row, label, patch, successText) => {
      if (row.repeats === null || isOver(row.status) || !isOfSeries(patch)) return save(row, label, patch, successText);
      return ask({ name: row.name }, "Nothing was changed.", (scope) =>
        scope === "one" ? save(row, label, patch, successText) : updateFollowing(row, label, patch as never),
      );
    };
  const edits = { ...usual, save: asked(usual.save), send: asked(usual.send) };
  const of = { noun: activities, record, edits };
  return (
    <>
      <NounDetails
        {...of}
        rows={{
          dueOn: (
            <>
              <NounRow {...of} name="dueOn" />
              <NounRepeat noun={activities} record={record} dayIn={dayIn} isOver={isOver(status)} />
            </>
          ),
        }}
      />
      {question ? <LazyScopeDialog {...question} onClose={close} /> : null}
    </>
  );
}

/** The inputs that the following activities of a series have as well. */
const shared = [
  "name",
  "startsAt",
  "dueOn",
  "duration",
  "ownerId",
  "participants",
  "location",
  "link",
  "priority",
  "reminders",
];

const isOfSeries = (patch: Patch) => Object.keys(patch).every((name) => shared.includes(name));
