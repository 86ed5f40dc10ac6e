"use client";

import { ChevronDown, ChevronUp } from "lucide-react";
import { useRouter } from "next/navigation";
import { type ListPlace, placeIn } from "@/components/data-table/list-place";
import { useShortcut } from "@/components/layout/keyboard";
import { useWorkspace } from "@/components/layout/workspace-context";
import { IconButton } from "@/components/ui/icon-button";
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
  const [toPrevious, toNext] = [toward(previous), toward(next)];
  useShortcut({ keys: "j", label: "Next record", group, run: () => toNext?.() });
  useShortcut({ keys: "k", label: "Previous record", group, run: () => toPrevious?.() });
  return (
    <span className="flex items-center">
      <span className="mr-1.5 text-faint text-sm">{`${place.toLocaleString(locale)} of ${totalText(total, locale)}`}</span>
      <IconButton
        label="Previous record"
        keys="k"
        icon={<ChevronUp aria-hidden />}
        aria-disabled={!toPrevious || undefined}
        onClick={toPrevious}
      />
      <IconButton
        label="Next record"
        keys="j"
        icon={<ChevronDown aria-hidden />}
        aria-disabled={!toNext || undefined}
        onClick={toNext}
      />
    </span>
  );
}
