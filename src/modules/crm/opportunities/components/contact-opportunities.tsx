"use client";

import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useListLocale } from "@/components/data-table/list-locale";
import { ShortList } from "@/components/layout/short-list";
import { useWorkspace } from "@/components/layout/workspace-context";
import { Link } from "@/components/ui/link";
import { TableLoading } from "@/components/ui/skeleton";
import { Tag } from "@/components/ui/tag";
import { useDayText } from "@/components/ui/use-day-text";
import { moneyText } from "@/lib/money";
import { useApi } from "@/trpc/react";
import { StageMark, useStages } from "../../pipelines/components/stage-badge";
import { roleLabel, stanceColors, stanceLabels } from "../contacts/rules";
import type { ContactOpportunity } from "../contacts/schema";
import { RelatedOpportunities } from "./related-opportunities";
import { withContact } from "./related-requests";

/** The opportunities of a contact, each with the part that the contact has in it. */
export function ContactOpportunities({ id }: { id: string }) {
  const api = useApi();
  const { data } = useQuery(api.opportunities.ofContact.queryOptions({ id }));
  const parts = useMemo(() => new Map(data?.map((one) => [one.opportunity.id, <Part key="part" {...one} />])), [data]);
  return (
    <RelatedOpportunities
      of={withContact(id)}
      notes={parts}
      purpose="Opportunities of this contact appear here. Add the contact on an opportunity's page, under People."
    />
  );
}

function Part({ role, stance }: Pick<ContactOpportunity, "role" | "stance">) {
  return (
    <span className="flex min-w-0 shrink-0 items-center gap-1.5 text-sm">
      <span className="text-muted">{roleLabel(role)}</span>
      <Tag label={stanceLabels[stance]} color={stanceColors[stance]} />
    </span>
  );
}

/** The roles that a contact has, opportunity by opportunity, beside its timeline. */
export function ContactRoles({ id }: { id: string }) {
  const api = useApi();
  const query = useQuery(api.opportunities.ofContact.queryOptions({ id }));
  return (
    <ShortList
      title="Roles on opportunities"
      query={query}
      rows={query.data}
      total={query.data?.length}
      none="No role on an opportunity yet."
      failed="The roles could not be loaded."
      waiting={<TableLoading label="The roles are loading" />}
    >
      {(one) => <RoleLine key={one.opportunity.id} one={one} />}
    </ShortList>
  );
}

function RoleLine({ one }: { one: ContactOpportunity }) {
  const { href } = useWorkspace();
  const at = useListLocale();
  const day = useDayText();
  const { opportunity } = one;
  const stage = useStages().stages.get(opportunity.stageId);
  const { amount, status } = opportunity;
  const date = status === "open" ? opportunity.expectedCloseDate : opportunity.actualCloseDate;
  const ended = { open: "", won: "Won ", lost: "Lost " }[status];
  return (
    <li className="hairline-b hairline-soft">
      <Link
        href={href(`/opportunities/${opportunity.id}`)}
        className="grid grid-cols-[22px_minmax(0,1fr)_auto] items-center gap-x-2 px-edge py-1.5 outline-offset-[-2px] transition-colors duration-instant hover:bg-surface-hover"
      >
        <span className="flex justify-center">{stage ? <StageMark stage={stage} /> : null}</span>
        <span className="min-w-0 truncate font-medium">
          {opportunity.name}
          {stage ? <span className="sr-only">{`, ${stage.name}`}</span> : null}
        </span>
        <span>{moneyText(amount, at)}</span>
        <span className="col-start-2">
          <Part {...one} />
        </span>
        <span className="text-right text-faint text-sm">{date ? `${ended}${day(date)}` : ended.trim()}</span>
      </Link>
    </li>
  );
}
