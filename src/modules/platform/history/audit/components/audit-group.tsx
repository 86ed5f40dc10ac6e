"use client";

import { useId, useState } from "react";
import { ShowMore } from "@/components/data-table/show-more";
import { Loaded } from "@/components/layout/loaded";
import { useWorkspace } from "@/components/layout/workspace-context";
import { type AuditGroup, type AuditRow, useAuditGroup } from "../client";
import { AuditLine, LineButton } from "./audit-line";

interface GroupLineProps {
  row: AuditRow;
  group: AuditGroup;
  /** The event whose details are shown beside the list. */
  open: string | null;
  onOpen(id: string): void;
}

/** All events of a bulk act or an import with one name: "Imported, 13,976 accounts". They open below it. */
export function AuditGroupLine({ row, group, open, onOpen }: GroupLineProps) {
  const { locale } = useWorkspace();
  const [expanded, setExpanded] = useState(false);
  const region = useId();
  const { count, more, records } = group;
  return (
    <li>
      <LineButton
        row={row}
        title={`${count.toLocaleString(locale)}${more ? "+" : ""} ${records}`}
        expanded={expanded}
        {...(expanded ? { "aria-controls": region } : {})}
        onClick={() => setExpanded(!expanded)}
      />
      {expanded ? (
        <div id={region}>
          <Events name={row.name} group={group} open={open} onOpen={onOpen} />
        </div>
      ) : null}
    </li>
  );
}

function Events({ name, group, open, onOpen }: Omit<GroupLineProps, "row"> & { name: string }) {
  const query = useAuditGroup(name, group);
  return (
    <Loaded query={query} of="the events">
      {({ pages }) => (
        <>
          <ul aria-label={`Events of one act: ${group.records}`}>
            {pages
              .flatMap((page) => page.rows)
              .map((row) => (
                <AuditLine key={row.id} row={row} isOpen={row.id === open} onOpen={onOpen} inGroup />
              ))}
          </ul>
          <ShowMore query={query}>Show more of these</ShowMore>
        </>
      )}
    </Loaded>
  );
}
