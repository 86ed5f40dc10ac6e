"use client";

import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { LineFailed } from "@/components/layout/line-failed";
import { useWorkspace } from "@/components/layout/workspace-context";
import { SectionHead } from "@/components/ui/description-list";
import { Link } from "@/components/ui/link";
import { Skeleton, SkeletonRegion } from "@/components/ui/skeleton";
import { cn } from "@/lib/cn";
import { counted, nouns } from "@/lib/counted";
import { useApi } from "@/trpc/react";
import type { Family } from "../family/schema";
import { type TreeLine, treeLines } from "../rules";

export interface FamilyColumn {
  label: string;
  /** The figure of one account; a dash where it is not known. */
  of(id: string): ReactNode;
  together: ReactNode;
}

export interface AccountFamilyProps {
  /** The account whose page this is. */
  id: string;
  columns: readonly [FamilyColumn, FamilyColumn];
  /** False when something was left out of the figures that the viewer may not see. */
  complete: boolean;
}

/** Rows share the columns of the grid around them. */
const row = "col-span-3 grid grid-cols-subgrid items-center px-edge";

/** The tree of an account's family with two columns of figures and their sums. */
export function AccountFamily({ id, columns, complete }: AccountFamilyProps) {
  const api = useApi();
  const query = useQuery(api.accounts.family.queryOptions({ id }));
  const { locale } = useWorkspace();
  const { members, count } = query.data ?? { members: [], count: 0 };
  return (
    <section aria-label="Family">
      <SectionHead title="Family" count={query.data ? counted(count, nouns.account, locale) : undefined} />
      {query.data ? (
        <Tree
          members={members}
          more={count - members.length}
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

function Tree({
  members,
  more,
  here,
  columns,
  complete,
}: { members: Family["members"]; more: number; here: string } & Omit<AccountFamilyProps, "id">) {
  const { href, locale } = useWorkspace();
  const [first, second] = columns;
  if (members.length === 1)
    return <p className="px-edge pb-3 text-muted">This account has no parent and no accounts below it.</p>;
  const lines = treeLines(members);
  return (
    <div className="grid grid-cols-[minmax(0,1fr)_minmax(76px,auto)_minmax(76px,auto)] gap-x-3 pb-1">
      <div className={cn(row, "h-5 text-faint text-sm")}>
        <span />
        <span className="text-right">{first.label}</span>
        <span className="text-right">{second.label}</span>
      </div>
      <ul className="col-span-3 grid grid-cols-subgrid">
        {members.map((member, place) => (
          <li
            key={member.id ?? `${member.depth} ${member.name} above ${members[place + 1]?.id}`}
            className={cn(row, "min-h-7 phone:min-h-11", member.id === here && "font-medium")}
            aria-current={member.id === here ? "page" : undefined}
          >
            <span className="flex min-h-7 min-w-0 items-center self-stretch phone:min-h-11">
              <Branches lines={lines[place] ?? []} />
              {member.id && member.id !== here ? (
                <Link
                  href={href(`/accounts/${member.id}`)}
                  className="truncate rounded-sm hover:underline"
                  title={member.name}
                >
                  {member.name}
                </Link>
              ) : (
                <span className={cn("truncate", member.id === null && "text-muted")} title={member.name}>
                  {member.name}
                </span>
              )}
            </span>
            <span className="text-right">{member.id ? first.of(member.id) : "–"}</span>
            <span className="text-right text-muted">{member.id ? second.of(member.id) : "–"}</span>
          </li>
        ))}
      </ul>
      {more > 0 ? (
        <p className="col-span-3 px-edge py-1 text-muted">
          {`${more.toLocaleString(locale)} more accounts of this family are not shown. Open one of these to see its relatives.`}
        </p>
      ) : null}
      <div className={cn(row, "mt-1 min-h-[34px] py-1 font-medium hairline-t")}>
        <span className="min-w-0">
          Together
          {complete ? null : <span className="block font-normal text-faint text-sm">in records that you can see</span>}
        </span>
        <span className="text-right">{first.together}</span>
        <span className="text-right">{second.together}</span>
      </div>
    </div>
  );
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
