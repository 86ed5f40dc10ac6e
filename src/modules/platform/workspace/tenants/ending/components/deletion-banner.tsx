"use client";

import { TriangleAlert } from "lucide-react";
import { useWorkspace } from "@/components/layout/workspace-context";
import { Link } from "@/components/ui/link";
import { counted, nouns } from "@/lib/counted";
import { useUndoDeletion } from "../client";

/** Above every page while the workspace waits for its deletion: the day, the days left, and Undo for owners. */
export function DeletionBanner() {
  const { deletion, can, href, locale, workspaceZone: timeZone } = useWorkspace();
  const { undo, undoing } = useUndoDeletion();
  if (!deletion) return null;
  const day = new Date(deletion.dueAt).toLocaleDateString(locale, { timeZone, day: "numeric", month: "long" });
  const left = deletion.days > 0 ? `in ${counted(deletion.days, nouns.day, locale)}, on ${day}` : "today";
  return (
    <div
      role="status"
      className="relative z-banner flex min-h-9 shrink-0 flex-wrap items-center gap-x-2 bg-danger-subtle px-edge py-1 text-[13px] leading-5 hairline-b"
    >
      <TriangleAlert aria-hidden className="size-[15px] shrink-0 text-danger" />
      <p className="min-w-0 flex-1 phone:text-sm">
        This workspace will be deleted {left}. Until then it is read-only.{" "}
        {can("workspace:own") ? (
          <>
            <button
              type="button"
              className="link relative whitespace-nowrap font-medium hit-44"
              disabled={undoing}
              onClick={undo}
            >
              Undo the deletion
            </button>
            {" · "}
            <Link href={href("/settings/ending")} className="link whitespace-nowrap">
              Export and deletion
            </Link>
          </>
        ) : (
          "Ask an owner if you want to keep it."
        )}
      </p>
    </div>
  );
}
