"use client";

import { useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { RecordsEmpty } from "@/components/data-table/records-empty";
import { createAddress } from "@/components/form/create-dialog";
import { useWorkspace } from "@/components/layout/workspace-context";
import { type TilePeople, wholeOf } from "@/lib/tiles";
import { NounSamples } from "@/modules/platform/data/records/components/noun-samples";
import { useApi } from "@/trpc/react";
import { useTile } from "@/trpc/tiles";
import { ForecastTile } from "./home-forecast";
import { OutcomeTile } from "./home-outcome";
import { WonTile } from "./home-won";

/** The figures of sales; where there is no opportunity yet, the ways to get the first ones. */
export function SalesTiles({ people }: { people: TilePeople }) {
  const isEmpty = useHasNone(people);
  if (isEmpty) return <NoSales />;
  return (
    <>
      <div className="wide:grid wide:grid-cols-2">
        <WonTile people={people} />
        <div className="wide:border-l narrow:hairline-t">
          <ForecastTile people={people} />
        </div>
      </div>
      <OutcomeTile people={people} />
    </>
  );
}

/** Whether there is no opportunity at all; asked only where the figures are those of nothing. */
function useHasNone(people: TilePeople): boolean {
  const answers = [useTile("won", people), useTile("forecast", people)];
  const isNothing = answers.every(({ data }) => data?.series?.every((one) => wholeOf(one).count === 0));
  const enabled = isNothing && people === "all";
  const { data } = useQuery(useApi().opportunities.list.queryOptions({ limit: 1 }, { enabled }));
  return enabled && data?.total === 0;
}

function NoSales() {
  const { can, href } = useWorkspace();
  const router = useRouter();
  const run = () => router.push(createAddress(href("/opportunities")));
  return (
    // With one column the page scrolls as a whole, and gives it no height.
    <div className="flex flex-1 flex-col narrow:min-h-96">
      <RecordsEmpty
        entity="opportunity"
        noun="opportunities"
        purpose="Home shows what was won, what is expected to close and how often you win, as soon as there are opportunities."
        importPermission="opportunity:create"
        create={can("opportunity:create") ? { label: "New opportunity", run } : null}
        more={<NounSamples entity="opportunity" />}
      />
    </div>
  );
}
