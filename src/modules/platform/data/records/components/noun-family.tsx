"use client";

import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { LineFailed } from "@/components/layout/line-failed";
import { useWorkspace } from "@/components/layout/workspace-context";
import { Badge } from "@/components/ui/badge";
import { SectionHead } from "@/components/ui/description-list";
import { Link } from "@/components/ui/link";
import { ReferenceName } from "@/components/ui/reference-name";
import { Skeleton, SkeletonRegion } from "@/components/ui/skeleton";
import { cn } from "@/lib/cn";
import { counted } from "@/lib/counted";
import type { ListTotal } from "@/lib/list-filter";
import type { Noun } from "@/lib/nouns/define";
import type { Family } from "@/lib/nouns/family-schema";
import { useNounApi } from "@/trpc/noun-api";
import { type TreeLine, treeLines } from "./tree-lines";

export interface FamilyColumn {
  label: string;
  /** The figure of one record; a dash where it is not known. */
  of(id: string): ReactNode;
  together: ReactNode;
}

export interface NounFamilyProps {
  noun: Pick<Noun, "head">;
  /** The record whose page this is. */
  id: string;
  columns?: readonly FamilyColumn[];
  /** False when something was left out of the figures that the viewer may not see. */
  complete?: boolean;
}

/** Rows share the columns of the grid around them. */
const row = "col-span-full grid grid-cols-subgrid items-center px-edge";

/** The tree of a record's family, with columns of figures and their sums. */
export function NounFamily({ noun, id, columns = [], complete = true }: NounFamilyProps) {
  const query = useQuery(useNounApi(noun).family.queryOptions({ id }));
  const { locale } = useWorkspace();
  const { members, count } = query.data ?? { members: [], count: 0 };
  return (
    <section aria-label="Family">
      <SectionHead title="Family" count={query.data ? counted(count, noun.head, locale) : undefined} />
      {query.data ? (
        <Tree
          head={noun.head}
          members={members}
          more={count === "1000+" ? count : count - members.length}
          here={id}
          columns={columns}
          complete={complete && query.data.complete}
        />
      ) : null}
      {query.isPending ? (
        <SkeletonRegion label="The family is loading" className="px-edge">
          {[56, 48, 40].map((width) => (
            <div key={width} className="flex h-7 items-center">
              <span style={{ width: `${width}%` }} className="block h-2 rounded-sm bg-surface-press" />
              <Skeleton className="ml-auto w-14" />
            </div>
          ))}
        </SkeletonRegion>
      ) : null}
      {query.data || query.isPending ? null : <LineFailed title="The family could not be loaded." query={query} />}
    </section>
  );
}

interface TreeProps extends Required<Pick<NounFamilyProps, "columns" | "complete">> {
  head: Noun["head"];
  members: Family["members"];
  /** The number of members that are not shown. */
  more: ListTotal;
  /** The record whose page this is. */
  here: string;
}

function Tree({ head, members, more, here, columns, complete }: TreeProps) {
  const { locale } = useWorkspace();
  if (members.length === 1)
    return <p className="px-edge pb-3 text-muted">{`This ${head.one} has no parent and no ${head.many} below it.`}</p>;
  const lines = treeLines(members);
  const widths = ["minmax(0,1fr)", ...columns.map(() => "minmax(76px,auto)")].join(" ");
  return (
    <div className="grid gap-x-3 pb-1" style={{ gridTemplateColumns: widths }}>
      {columns.length > 0 ? (
        <div className={cn(row, "h-5 text-faint text-sm")}>
          <span />
          {columns.map(({ label }) => (
            <span key={label} className="text-right">
              {label}
            </span>
          ))}
        </div>
      ) : null}
      <ul className="col-span-full grid grid-cols-subgrid">
        {members.map((member, place) => (
          <li
            key={member.id ?? `${member.depth} ${member.name} above ${members[place + 1]?.id}`}
            className={cn(row, "min-h-7 phone:min-h-11", member.id === here && "font-medium")}
            aria-current={member.id === here ? "page" : undefined}
          >
            <span className="flex min-h-7 min-w-0 items-center self-stretch phone:min-h-11">
              <Branches lines={lines[place] ?? []} />
              <Member path={head.path} member={member} isHere={member.id === here} />
            </span>
            {columns.map(({ label, of }, column) => (
              <span key={label} className={cn("text-right", column > 0 && "text-muted")}>
                {member.id ? of(member.id) : "–"}
              </span>
            ))}
          </li>
        ))}
      </ul>
      {more !== 0 ? (
        <p className="col-span-full px-edge py-1 text-muted">
          {`${more === "1000+" ? "More" : `${more.toLocaleString(locale)} more`} ${head.many} of this family are not shown. Open one of these to see its relatives.`}
        </p>
      ) : null}
      {columns.length > 0 ? (
        <div className={cn(row, "mt-1 min-h-[34px] py-1 font-medium hairline-t")}>
          <span className="min-w-0">
            Together
            {complete ? null : (
              <span className="block font-normal text-faint text-sm">in records that you can see</span>
            )}
          </span>
          {columns.map(({ label, together }) => (
            <span key={label} className="text-right">
              {together}
            </span>
          ))}
        </div>
      ) : null}
    </div>
  );
}

function Member({ path, member, isHere }: { path: string; member: Family["members"][number]; isHere: boolean }) {
  const { href } = useWorkspace();
  const { id, name } = member;
  if (id && !isHere)
    return (
      <Link href={href(`/${path}/${id}`)} className="truncate rounded-sm hover:underline" title={name}>
        {name}
      </Link>
    );
  return <ReferenceName of={member} />;
}

/** Beside the name of a record how many records are directly below it; nothing where there are none. */
export function ParentBadge({ noun, id }: Pick<NounFamilyProps, "noun" | "id">) {
  const { locale } = useWorkspace();
  const { data } = useQuery(useNounApi(noun).family.queryOptions({ id }));
  if (!data?.children) return null;
  return <Badge className="phone:hidden">{`Parent of ${counted(data.children, noun.head, locale)}`}</Badge>;
}

/** One column 22 pixels wide for each level above: a line that goes on, an elbow to this row, or nothing. */
function Branches({ lines }: { lines: readonly TreeLine[] }) {
  return Object.entries(lines).map(([level, line]) => (
    <span key={level} aria-hidden className="relative w-[22px] shrink-0 self-stretch">
      {line === "on" || line === "branch" ? (
        <span className="absolute inset-y-0 left-[7px] border-border-strong border-l" />
      ) : null}
      {line === "branch" || line === "end" ? (
        <span className="absolute -top-1.5 left-[7px] h-[calc(50%+6px)] w-[9px] rounded-bl-[5px] border-border-strong border-b border-l" />
      ) : null}
    </span>
  ));
}
