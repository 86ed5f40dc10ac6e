"use client";

import { PageHeader } from "@/components/layout/page-header";
import { ParkedList } from "./parked-list";

/** Parked events of all workspaces. */
export function ParkedPage() {
  return (
    <>
      <PageHeader title="Parked events" />
      <div className="flex min-h-0 flex-1 flex-col overflow-y-auto hairline-t">
        <ParkedList />
      </div>
    </>
  );
}
