"use client";

import { Fragment } from "react";
import { useWorkspace } from "@/components/layout/workspace-context";
import { Link } from "@/components/ui/link";
import { useUnreverted } from "../client";
import type { KeptRecord, Reasons } from "../reverts/schema";
import { ObjectIcon } from "./object-select";
import { PagedRows, PartHead } from "./paged-rows";
import { useShownImport } from "./shown-import";
import { useCounts } from "./use-counts";

/** The records that a revert left unchanged, with the reasons. */
export function UnrevertedRecords() {
  const { href } = useWorkspace();
  const { count } = useCounts();
  const query = useUnreverted(useShownImport().detail.id);
  const { total = 0, reasons = [] } = query.data?.pages[0] ?? {};
  return (
    <PagedRows query={query} of="the records that were kept" none="Every record of this import was reverted.">
      {(records) => (
        <section aria-labelledby="kept">
          <PartHead id="kept" title="Left as it is" note={count(total)} />
          <div className="px-edge py-2 hairline-b hairline-soft">
            <UnrevertedReasons reasons={reasons} />
          </div>
          <ul>
            {records.map(({ entity, recordId, path, label, reason }) => (
              <li
                key={`${entity} ${recordId}`}
                className="flex min-h-10 items-center gap-2.5 px-edge py-1.5 hairline-b hairline-soft phone:flex-wrap"
              >
                <ObjectIcon entity={entity} />
                {path === null ? (
                  <span className="w-64 truncate font-medium phone:w-auto">{label}</span>
                ) : (
                  <Link href={href(path)} className="w-64 truncate rounded-sm font-medium hover:underline phone:w-auto">
                    {label}
                  </Link>
                )}
                <span className="text-muted phone:basis-full">{reason}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
    </PagedRows>
  );
}

/** How many records stay for each reason, and the names of the first ones where they are given. */
export function UnrevertedReasons({ reasons, first = [] }: { reasons: Reasons; first?: readonly KeptRecord[] }) {
  const { count } = useCounts();
  if (reasons.length === 0) return null;
  return (
    <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-2.5 gap-y-1">
      {reasons.map(({ reason, records }) => {
        const names = first.filter((one) => one.reason === reason).map(({ label }) => label);
        const more = names.length > 0 && records > names.length ? ` and ${count(records - names.length)} more` : "";
        return (
          <Fragment key={reason}>
            <dt className="text-right font-semibold">{count(records)}</dt>
            <dd>
              {reason}
              {names.length > 0 ? <p className="text-muted text-sm">{`${names.join(", ")}${more}`}</p> : null}
            </dd>
          </Fragment>
        );
      })}
    </dl>
  );
}
