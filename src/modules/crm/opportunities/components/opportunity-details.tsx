"use client";

import { formatDay } from "@/components/data-table/field-entry";
import { useListLocale } from "@/components/data-table/list-locale";
import { useWorkspace } from "@/components/layout/workspace-context";
import { DescriptionList, DescriptionRow, SectionHead } from "@/components/ui/description-list";
import { Link } from "@/components/ui/link";
import { RelativeTime } from "@/components/ui/relative-time";
import { useDayText } from "@/components/ui/use-day-text";
import { formatMoney } from "@/lib/money";
import { useMemberSearch } from "@/modules/platform/members/components/member-picker";
import { useNounPicks } from "@/modules/platform/records/components/noun-picks";
import { editRows, numberOf, textOf } from "@/trpc/edit-rows";
import { StageBadge, useStages } from "../../pipelines/components/stage-badge";
import { leadSourceLabels } from "../catalog";
import { useOpportunityEdits } from "../client";
import { leadSources, type Opportunity } from "../schema";

const sources = leadSources.map((value) => ({ value, label: leadSourceLabels[value] }));

/** The left column of a deal: every field, edited in place. */
export function OpportunityDetails({ deal }: { deal: Opportunity }) {
  const searchMembers = useMemberSearch();
  const searchAccounts = useNounPicks("account").search;
  const row = useEditRows(deal);
  const { account, owner, competitor } = deal;
  return (
    <>
      <SectionHead title="Details" />
      <DescriptionList>
        {row("Name", { kind: "text", value: deal.name, required: true, children: cut(deal.name) }, (value) => ({
          name: String(value),
        }))}
        {row(
          "Account",
          {
            kind: "option",
            value: account?.id ?? account?.name ?? null,
            search: searchAccounts,
            words: account?.name,
            placeholder: "Set an account",
            children: account && cut(account.name),
          },
          (value) => ({ accountId: textOf(value) }),
        )}
        <DescriptionRow label="Stage">
          <StageBadge stageId={deal.stageId} />
        </DescriptionRow>
        <ForecastRows deal={deal} row={row} />
        {row(
          "Owner",
          {
            kind: "option",
            value: owner?.id ?? null,
            search: searchMembers,
            words: owner?.name,
            placeholder: "Set an owner",
            children: owner && cut(owner.name),
          },
          (value) => ({ ownerId: textOf(value) }),
        )}
        {row(
          "Lead source",
          {
            kind: "option",
            value: deal.leadSource,
            options: sources,
            placeholder: "Set a source",
            children: deal.leadSource && leadSourceLabels[deal.leadSource],
          },
          (value) => ({ leadSource: value as Opportunity["leadSource"] }),
        )}
        {row(
          "Competitor",
          {
            kind: "option",
            value: competitor?.id ?? competitor?.name ?? null,
            search: searchAccounts,
            words: competitor?.name,
            placeholder: "Set a competitor",
            children: competitor && cut(competitor.name),
          },
          (value) => ({ competitorId: textOf(value) }),
        )}
        {row(
          "Description",
          {
            kind: "longText",
            value: deal.description,
            placeholder: "Set a description",
          },
          (value) => ({ description: textOf(value) }),
        )}
      </DescriptionList>
      {deal.status === "open" ? null : <Outcome deal={deal} row={row} />}
      <RecordFacts deal={deal} />
    </>
  );
}

const useEditRows = (deal: Opportunity) => editRows(deal, useOpportunityEdits());

interface RowsProps {
  deal: Opportunity;
  row: ReturnType<typeof useEditRows>;
}

/** What it may bring, and when. */
function ForecastRows({ deal, row }: RowsProps) {
  const { locale } = useWorkspace();
  const at = useListLocale();
  const day = useDayText();
  const { amount } = deal;
  return (
    <>
      {row(
        "Value",
        {
          kind: "money",
          value: amount?.amount ?? null,
          currency: deal.currency,
          placeholder: "Set a value",
          children: amount && formatMoney(amount.amount, amount.currency, at),
        },
        (value) => ({ amount: value === null ? null : { amount: Number(value), currency: deal.currency } }),
      )}
      {row(
        "Probability",
        {
          kind: "percent",
          value: deal.mayEdit ? deal.ownProbability : deal.probability,
          placeholder: `${deal.stage.probability}% from the stage`,
          children: `${deal.probability}%`,
        },
        (value) => ({ probability: numberOf(value) }),
      )}
      {row(
        "Close date",
        {
          kind: "date",
          value: deal.expectedCloseDate,
          placeholder: "Set a date",
          children: deal.expectedCloseDate && day(deal.expectedCloseDate),
          was: deal.expectedCloseDate ? `Was ${formatDay(deal.expectedCloseDate, locale)}` : "No date so far",
        },
        (value) => ({ expectedCloseDate: textOf(value) }),
      )}
    </>
  );
}

function Outcome({ deal, row }: RowsProps) {
  const day = useDayText();
  const pipeline = useStages().stages.get(deal.stageId)?.pipeline;
  return (
    <>
      <SectionHead title="Outcome" line className="mt-3" />
      <DescriptionList>
        {row(
          "Closed on",
          {
            kind: "date",
            value: deal.actualCloseDate,
            required: true,
            children: deal.actualCloseDate && day(deal.actualCloseDate),
          },
          (value) => (value === null ? {} : { actualCloseDate: String(value) }),
        )}
        {deal.status === "lost" ? (
          <>
            {row(
              "Reason",
              {
                kind: "option",
                value: deal.lossReason?.id ?? null,
                options: (pipeline?.lossReasons ?? [])
                  .filter((reason) => !reason.archivedAt)
                  .map((reason) => ({ value: reason.id, label: reason.name })),
                required: true,
                placeholder: "Set a reason",
                children: deal.lossReason && cut(deal.lossReason.name),
              },
              (value) => ({ lossReasonId: textOf(value) }),
            )}
            {row(
              "What happened",
              {
                kind: "longText",
                value: deal.lossDetail,
                placeholder: "Say what happened",
              },
              (value) => ({ lossDetail: textOf(value) }),
            )}
          </>
        ) : null}
      </DescriptionList>
    </>
  );
}

function RecordFacts({ deal }: { deal: Opportunity }) {
  const { href } = useWorkspace();
  const { account } = deal;
  return (
    <>
      <SectionHead title="Record" line className="mt-3" />
      <DescriptionList>
        {account?.id ? (
          <DescriptionRow label="Belongs to">
            <Link href={href(`/accounts/${account.id}`)} className="link truncate">
              {account.name}
            </Link>
          </DescriptionRow>
        ) : null}
        {deal.externalId ? (
          <DescriptionRow label="External id">
            <span className="mono truncate">{deal.externalId}</span>
          </DescriptionRow>
        ) : null}
        <DescriptionRow label="Created">
          <RelativeTime at={deal.createdAt} />
        </DescriptionRow>
        <DescriptionRow label="Changed">
          <RelativeTime at={deal.updatedAt} />
        </DescriptionRow>
      </DescriptionList>
    </>
  );
}

const cut = (words: string) => <span className="truncate">{words}</span>;
