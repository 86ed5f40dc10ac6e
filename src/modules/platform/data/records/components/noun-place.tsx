"use client";

import { useRouter } from "next/navigation";
import { type ListPlace, placeIn } from "@/components/data-table/list-place";
import { RecordSteps } from "@/components/layout/record-steps";
import { useWorkspace } from "@/components/layout/workspace-context";
import { totalText } from "@/lib/total-text";

interface NounPlaceProps {
  /** Of the list, below the workspace: "/contacts". */
  path: string;
  id: string;
}

/** "4 of 212": where a record stands in the list that it was opened from, and the ways to its neighbours. */
export function NounPlace({ path, id }: NounPlaceProps) {
  const { href } = useWorkspace();
  const at = placeIn(href(path), id);
  return at ? <Steps path={path} at={at} /> : null;
}

const group = "On a record that was opened from a list";

function Steps({ path, at: { place, total, previous, next } }: { path: string; at: ListPlace }) {
  const { href, locale } = useWorkspace();
  const router = useRouter();
  // Stepping is one history entry: Back leads to the list.
  const toward = (id: string | undefined) => (id ? () => router.replace(href(`${path}/${id}`)) : undefined);
  return (
    <span className="flex items-center">
      <span className="mr-1.5 text-faint text-sm">{`${place.toLocaleString(locale)} of ${totalText(total, locale)}`}</span>
      <RecordSteps group={group} onPrevious={toward(previous)} onNext={toward(next)} />
    </span>
  );
}
