"use client";

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
import { api } from "@/trpc/react";
import { useStages } from "../../pipelines/components/stage-badge";
import type { Opportunity } from "../schema";
import { AccountPanel } from "./account-panel";
import { DealMoveNotice } from "./deal-move-notice";
import { useDealMoves } from "./deal-moves";
import { DealMenu, OutcomeButtons } from "./deal-verbs";
import { NextStep } from "./next-step";
import { OpportunityDetails } from "./opportunity-details";
import { OpportunityFigures } from "./opportunity-figures";
import { OpportunityHistory } from "./opportunity-history";
import { OpportunityLines } from "./opportunity-lines";
import { OpportunityStages } from "./opportunity-stages";

/** The page of one deal; `timeline` draws what happened to it. */
export function OpportunityRecord({ id, timeline }: { id: string; timeline: (deal: Opportunity) => ReactNode }) {
  const { href } = useWorkspace();
  const query = api.opportunities.get.useQuery({ id });
  const list = { label: "Opportunities", href: href("/opportunities") };
  if (query.data) return <Loaded deal={query.data} list={list} timeline={timeline(query.data)} />;
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

function Loaded({
  deal,
  list,
  timeline,
}: {
  deal: Opportunity;
  list: { label: string; href: string };
  timeline: ReactNode;
}) {
  const moves = useDealMoves(deal);
  const lines = api.opportunities.lines.useQuery({ id: deal.id });
  const history = api.opportunities.stageHistory.useQuery({ id: deal.id });
  const details = <OpportunityDetails deal={deal} />;
  const account = <AccountPanel deal={deal} />;
  return (
    <>
      <PageHeader
        breadcrumb={[list, { label: deal.name }]}
        phoneActions={<DealMenu deal={deal} moves={moves} outcomes />}
      >
        <DealMenu deal={deal} moves={moves} />
        <OutcomeButtons deal={deal} moves={moves} />
      </PageHeader>
      <RecordPage>
        <OpportunityHead deal={deal} />
        <OpportunityStages deal={deal} moves={moves} />
        <NextStep deal={deal} />
        <OpportunityFigures deal={deal} />
        <RecordLayout details={details} aside={account}>
          <RecordTabs
            label={deal.name}
            tabs={[
              { id: "timeline", label: "Timeline", panel: timeline },
              {
                id: "products",
                label: "Products",
                count: lines.data?.lines.length,
                panel: <OpportunityLines deal={deal} />,
              },
              {
                id: "stages",
                label: "Stage history",
                count: history.data?.length,
                panel: <OpportunityHistory id={deal.id} />,
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

/** Name, outcome and account of a deal; `verbs` stand at the right. */
export function OpportunityHead({ deal, heading, verbs }: { deal: Opportunity; heading?: "h2"; verbs?: ReactNode }) {
  const { href } = useWorkspace();
  const { pipelines } = useStages();
  const { account } = deal;
  const alone = useMemo(() => [deal], [deal]);
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
    ...(pipelines.length > 1 ? [{ id: "pipeline", text: deal.pipeline.name }] : []),
  ];
  return (
    <RecordHead
      mark={
        <span className="grid size-9 shrink-0 place-items-center rounded-md bg-inverse text-on-inverse">
          <Target aria-hidden className="size-4.5" />
        </span>
      }
      name={deal.name}
      badge={
        <>
          {deal.status === "won" ? <Badge tone="positive">Won</Badge> : null}
          {deal.status === "lost" ? <Badge tone="danger">Lost</Badge> : null}
          {deal.archivedAt ? <Badge>Archived</Badge> : null}
          <PresenceBadge entity="opportunity" id={deal.id} />
          <DealMoveNotice deals={alone} />
        </>
      }
      facts={facts}
      heading={heading}
    >
      {verbs}
    </RecordHead>
  );
}
