"use client";

import { useQuery } from "@tanstack/react-query";
import { Target } from "lucide-react";
import { type ReactNode, useMemo } from "react";
import { PageHeader } from "@/components/layout/page-header";
import { RecordHead, RecordLayout, RecordPage } from "@/components/layout/record-layout";
import { RecordFailed, RecordSkeleton } from "@/components/layout/record-states";
import { RecordTabs } from "@/components/layout/record-tabs";
import { useWorkspace } from "@/components/layout/workspace-context";
import { Badge } from "@/components/ui/badge";
import { Link } from "@/components/ui/link";
import { PresenceBadge } from "@/modules/platform/realtime/components/presence-badge";
import { NounPartCount } from "@/modules/platform/records/components/noun-part-count";
import { useApi } from "@/trpc/react";
import { useStages } from "../../pipelines/components/stage-badge";
import { contactParts } from "../contacts/fields";
import { lineParts } from "../lines/fields";
import type { Opportunity } from "../schema";
import { AccountPanel } from "./account-panel";
import { OpportunityMoveNotice } from "./move-notice";
import { NextStep } from "./next-step";
import { OpportunityDetails } from "./opportunity-details";
import { OpportunityFigures } from "./opportunity-figures";
import { OpportunityHistory } from "./opportunity-history";
import { OpportunityLines } from "./opportunity-lines";
import { OpportunityMenu, OutcomeButtons } from "./opportunity-menu";
import { OpportunityPeople } from "./opportunity-people";
import { OpportunityStages } from "./opportunity-stages";
import { useStageMoves } from "./stage-moves";

/** The page of one opportunity; `timeline` draws what happened to it. */
export function OpportunityRecord({ id, timeline }: { id: string; timeline: (opportunity: Opportunity) => ReactNode }) {
  const api = useApi();
  const { href } = useWorkspace();
  const query = useQuery(api.opportunities.get.queryOptions({ id }));
  const list = { label: "Opportunities", href: href("/opportunities") };
  if (query.data) return <Loaded opportunity={query.data} list={list} timeline={timeline(query.data)} />;
  if (query.isPending) return <RecordSkeleton list={list} noun="opportunity" figures={5} aside />;
  return (
    <RecordFailed
      list={list}
      noun="opportunity"
      error={query.error}
      busy={query.isFetching}
      onRetry={() => void query.refetch()}
    />
  );
}

interface LoadedProps {
  opportunity: Opportunity;
  list: { label: string; href: string };
  timeline: ReactNode;
}

function Loaded({ opportunity, list, timeline }: LoadedProps) {
  const api = useApi();
  const moves = useStageMoves(opportunity);
  const history = useQuery(api.opportunities.stageHistory.queryOptions({ id: opportunity.id }));
  const details = <OpportunityDetails opportunity={opportunity} />;
  const account = <AccountPanel opportunity={opportunity} />;
  return (
    <>
      <PageHeader
        breadcrumb={[list, { label: opportunity.name }]}
        phoneActions={<OpportunityMenu opportunity={opportunity} moves={moves} outcomes />}
      >
        <OpportunityMenu opportunity={opportunity} moves={moves} />
        <OutcomeButtons opportunity={opportunity} moves={moves} />
      </PageHeader>
      <RecordPage>
        <OpportunityHead opportunity={opportunity} />
        <OpportunityStages opportunity={opportunity} moves={moves} />
        <NextStep opportunity={opportunity} />
        <OpportunityFigures opportunity={opportunity} />
        <RecordLayout details={details} aside={account}>
          <RecordTabs
            label={opportunity.name}
            tabs={[
              { id: "timeline", label: "Timeline", panel: timeline },
              {
                id: "people",
                label: "People",
                count: <NounPartCount list={contactParts} id={opportunity.id} />,
                panel: <OpportunityPeople opportunity={opportunity} />,
              },
              {
                id: "products",
                label: "Products",
                count: <NounPartCount list={lineParts} id={opportunity.id} />,
                panel: <OpportunityLines opportunity={opportunity} />,
              },
              {
                id: "stages",
                label: "Stage history",
                count: history.data?.length,
                panel: <OpportunityHistory id={opportunity.id} />,
              },
              { id: "account", label: "Account", only: "narrow", panel: <div className="pb-6">{account}</div> },
              { id: "details", label: "Details", only: "phone", panel: <div className="pb-6">{details}</div> },
            ]}
          />
        </RecordLayout>
      </RecordPage>
      {moves.dialog}
    </>
  );
}

/** Name, outcome and account of an opportunity; `actions` stand at the right. */
export function OpportunityHead({
  opportunity,
  heading,
  actions,
}: {
  opportunity: Opportunity;
  heading?: "h2";
  actions?: ReactNode;
}) {
  const { href } = useWorkspace();
  const { pipelines } = useStages();
  const { account } = opportunity;
  const alone = useMemo(() => [opportunity], [opportunity]);
  const facts = [
    {
      id: "account",
      text: account?.id ? (
        <Link href={href(`/accounts/${account.id}`)} className="truncate rounded-sm hover:underline">
          {account.name}
        </Link>
      ) : (
        (account?.name ?? "No account")
      ),
    },
    ...(pipelines.length > 1 ? [{ id: "pipeline", text: opportunity.pipeline.name }] : []),
  ];
  return (
    <RecordHead
      mark={
        <span className="grid size-9 shrink-0 place-items-center rounded-md bg-inverse text-on-inverse">
          <Target aria-hidden className="size-4.5" />
        </span>
      }
      name={opportunity.name}
      badge={
        <>
          {opportunity.status === "won" ? <Badge tone="positive">Won</Badge> : null}
          {opportunity.status === "lost" ? <Badge tone="danger">Lost</Badge> : null}
          {opportunity.archivedAt ? <Badge>Archived</Badge> : null}
          <PresenceBadge entity="opportunity" id={opportunity.id} />
          <OpportunityMoveNotice opportunities={alone} />
        </>
      }
      facts={facts}
      heading={heading}
    >
      {actions}
    </RecordHead>
  );
}
