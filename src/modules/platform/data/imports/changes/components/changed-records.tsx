"use client";

import { todayIn } from "@/components/data-table/date-entry";
import { useWorkspace } from "@/components/layout/workspace-context";
import { type ValueFormats, valueText } from "@/components/timeline/value-text";
import type { RouterOutputs } from "@/trpc/react";
import { useChanges } from "../../client";
import { RecordName, ResultRow, ResultRows } from "../../components/paged-rows";
import { useCounts } from "../../components/use-counts";

interface OfFile {
  importId: string;
  file: { id: string; name: string };
}

/** The records that a file changes, each with the values before and after. */
export function ChangedRecords({ importId, file }: OfFile) {
  const { count } = useCounts();
  const { locale, currency, timeZone } = useWorkspace();
  const at: ValueFormats = { locale, currency, timeZone, today: todayIn(timeZone) };
  return (
    <ResultRows
      title="Changed records"
      fileName={file.name}
      query={useChanges(importId, file.id)}
      none="There are no values to list. A record that several files change is listed with the first of these files."
    >
      {({ entity, recordId, label, path, line, changes }) => (
        <ResultRow key={`${entity} ${recordId}`} line={count(line)} name={<RecordName path={path}>{label}</RecordName>}>
          {changes.length === 0 ? <span className="text-muted">No values that you can see are changed.</span> : null}
          <ul className="flex flex-col gap-0.5">
            {changes.map((change) => (
              <li key={change.field} className="wrap-anywhere">
                <Change change={change} at={at} />
              </li>
            ))}
          </ul>
        </ResultRow>
      )}
    </ResultRows>
  );
}

type FieldChange = RouterOutputs["imports"]["changes"]["rows"][number]["changes"][number];

function Change({ change, at }: { change: FieldChange; at: ValueFormats }) {
  const [before, after] = [valueText(change.before, change, at), valueText(change.after, change, at)];
  return (
    <>
      <span className="text-muted">{`${change.label}: `}</span>
      <bdi className="text-muted">{before ?? "empty"}</bdi>
      <span aria-hidden className="text-faint">
        {" → "}
      </span>
      <span className="sr-only"> becomes </span>
      <bdi className={after === null ? "text-muted" : "font-medium"}>{after ?? "empty"}</bdi>
    </>
  );
}
