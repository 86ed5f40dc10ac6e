"use client";

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
export function AccountPanel({ opportunity }: { opportunity: Opportunity }) {
  if (!opportunity.account) {
    return (
      <section aria-label="Account">
        <SectionHead title="Account" />
        <p className="px-edge pb-3 text-muted">
          {opportunity.mayEdit
            ? "This opportunity has no account. Set one in the details."
            : "This opportunity has no account."}
        </p>
      </section>
    );
  }
  const { id, name } = opportunity.account;
  return (
    <>
      <section aria-label="Account">
        <SectionHead title="Account" />
        <p className="flex h-9 items-center gap-2 px-edge phone:h-11">
          <NameMark name={name} size={24} />
          <Account id={id} name={name} />
        </p>
        {id ? (
          <Figures id={id} />
        ) : (
          <p className="px-edge pb-3 text-muted">You are not allowed to open this account.</p>
        )}
      </section>
      {id ? <Others id={id} /> : null}
    </>
  );
}

function Account({ id, name }: { id: string | null; name: string }) {
  const { href } = useWorkspace();
  if (!id) return <span className="truncate font-medium">{name}</span>;
  return (
    <Link href={href(`/accounts/${id}`)} className="truncate rounded-sm font-medium hover:underline">
      {name}
    </Link>
  );
}

function Figures({ id }: { id: string }) {
  const at = useListLocale();
  const query = useAccountTotals(id);
  const { data } = query;
  if (query.error && !data) return <LineFailed title="Its figures could not be loaded." query={query} />;
  return (
    <DescriptionList className="pb-2">
      {(data ? accountFigures(data, at) : waiting).map(({ label, value, note }) => (
        <DescriptionRow key={label} label={label}>
          <span>{value}</span>
          {note ? <span className="min-w-0 text-faint text-sm">{note}</span> : null}
        </DescriptionRow>
      ))}
    </DescriptionList>
  );
}

const waiting = ["Won", "Open", "Win rate", "Opportunities"].map((label) => ({
  label,
  value: <Skeleton className="w-16" />,
  note: undefined,
}));

function Others({ id }: { id: string }) {
  const { href } = useWorkspace();
  return <OpenOpportunities accountId={id} allHref={href(`/accounts/${id}?tab=opportunities&status=open`)} />;
}
