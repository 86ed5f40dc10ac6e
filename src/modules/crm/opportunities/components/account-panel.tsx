"use client";

import type { ReactNode } from "react";
import { useListLocale } from "@/components/data-table/list-locale";
import { LineFailed } from "@/components/layout/line-failed";
import { useWorkspace } from "@/components/layout/workspace-context";
import { DescriptionList, DescriptionRow, SectionHead } from "@/components/ui/description-list";
import { Link } from "@/components/ui/link";
import { NameMark } from "@/components/ui/name-mark";
import { Skeleton } from "@/components/ui/skeleton";
import type { Opportunity } from "../schema";
import { accountFigures, useAccountTotals } from "./account-totals";
import { OpenOpportunities } from "./open-opportunities";

/** The account of an opportunity: its sales figures and its other open opportunities. */
export function AccountPanel({ opportunity: { account, mayEdit } }: { opportunity: Opportunity }) {
  const none = "This opportunity has no account.";
  return (
    <>
      <AccountSection account={account} none={mayEdit ? `${none} Set one in the details.` : none} />
      {account?.id ? <OpenOpportunities accountId={account.id} /> : null}
    </>
  );
}

interface AccountSectionProps {
  account: { id: string | null; name: string } | null;
  /** The text where there is none. */
  none: string;
  /** Below its name. */
  facts?: ReactNode;
  /** The number of its figures, and the rows after them. */
  most?: number;
  children?: ReactNode;
}

/** An account beside another record: its name and its sales figures. */
export function AccountSection({ account, none, facts, most, children }: AccountSectionProps) {
  const { href } = useWorkspace();
  const { id = null, name } = account ?? {};
  return (
    <section aria-label="Account" className="pb-2">
      <SectionHead title="Account" />
      {name === undefined ? (
        <p className="px-edge text-muted">{none}</p>
      ) : (
        <div className="flex min-h-10 items-center gap-2.5 px-edge phone:min-h-13">
          <NameMark name={name} of={{ entity: "account", id }} size={24} tone="inverse" />
          <span className="min-w-0 flex-1 leading-[18px]">
            {id ? (
              <Link href={href(`/accounts/${id}`)} className="block truncate rounded-sm font-medium hover:underline">
                {name}
              </Link>
            ) : (
              <span className="block truncate font-medium">{name}</span>
            )}
            {facts}
          </span>
        </div>
      )}
      {id ? (
        <DescriptionList>
          <Figures id={id} most={most} />
          {children}
        </DescriptionList>
      ) : null}
      {account && !id ? <p className="px-edge text-muted">You are not allowed to open this account.</p> : null}
    </section>
  );
}

function Figures({ id, most }: { id: string; most: number | undefined }) {
  const at = useListLocale();
  const query = useAccountTotals(id);
  const { data } = query;
  if (query.error && !data) return <LineFailed title="Its figures could not be loaded." query={query} />;
  const figures = data ? accountFigures(data, at) : waiting;
  return figures.slice(0, most).map(({ label, value, note }) => (
    <DescriptionRow key={label} label={label}>
      <span>{value}</span>
      {note ? <span className="min-w-0 text-faint text-sm">{note}</span> : null}
    </DescriptionRow>
  ));
}

const waiting = ["Won", "Open", "Win rate", "Opportunities"].map((label) => ({
  label,
  value: <Skeleton className="w-16" />,
  note: undefined,
}));
