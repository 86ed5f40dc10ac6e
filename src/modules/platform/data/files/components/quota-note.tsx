"use client";

import { useQuery } from "@tanstack/react-query";
import { useListLocale } from "@/components/data-table/list-locale";
import { usePlanAddress } from "@/components/layout/workspace-context";
import { Link } from "@/components/ui/link";
import { Note } from "@/components/ui/note";
import { bytesText } from "@/lib/bytes-text";
import { planPage } from "@/lib/plan-page";
import { useApi } from "@/trpc/react";

/** From this share of the plan on people are warned. */
const nearlyFull = 0.95;

/** Says that the files of the workspace fill its plan, or nearly do; nothing before. */
export function QuotaNote() {
  const { locale } = useListLocale();
  const address = usePlanAddress();
  const { data } = useQuery(useApi().files.usage.queryOptions({}));
  if (!data?.mostBytes || data.usedBytes < data.mostBytes * nearlyFull) return null;
  const { usedBytes, mostBytes } = data;
  return (
    <Note tone="warning" className="mx-edge my-2 shrink-0">
      {`The files of this workspace use ${bytesText(usedBytes, locale)} of ${bytesText(mostBytes, locale)}. Delete files that nobody needs, or choose a larger plan. `}
      {address ? (
        <Link className="link" href={address}>
          {planPage()}
        </Link>
      ) : null}
    </Note>
  );
}
