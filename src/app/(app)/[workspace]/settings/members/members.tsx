"use client";

import { useWorkspace } from "@/components/layout/workspace-context";
import { counted, nouns } from "@/lib/counted";
import { MembersPage } from "@/modules/platform/members/components/members-page";
import { api } from "@/trpc/react";

/** The members page with figures from the records: how many each member owns. */
export function Members() {
  const { locale, sight } = useWorkspace();
  const counts = api.opportunities.countByOwner.useQuery({}).data;
  // A member who sees only some opportunities cannot know that somebody owns none.
  const none = counts && (sight.opportunity ?? "all") === "all" ? (0).toLocaleString(locale) : "–";
  const deals = (memberId: string) =>
    counts?.find((one) => one.memberId === memberId)?.count.toLocaleString(locale) ?? none;
  return <MembersPage owned={(memberId) => <Owned memberId={memberId} />} deals={deals} />;
}

function Owned({ memberId }: { memberId: string }) {
  const { locale } = useWorkspace();
  const input = { conditions: [{ field: "owner", op: "is" as const, value: memberId }], limit: 1 };
  const deals = api.opportunities.list.useQuery(input).data?.total;
  const accounts = api.accounts.list.useQuery(input).data?.total;
  if (deals === undefined || accounts === undefined) return null;
  return (
    <p className="text-muted">
      {`Currently owns ${counted(deals, nouns.opportunity, locale)} and ${counted(accounts, nouns.account, locale)}.`}
    </p>
  );
}
