"use client";

import { parseAsString, useQueryState } from "nuqs";
import { useWorkspace } from "@/components/layout/workspace-context";
import type { TilePeople } from "@/lib/tiles";
import { FollowUpPanel } from "@/modules/crm/activities/follow-ups/components/follow-up-panel";
import { SalesTiles } from "@/modules/crm/opportunities/components/home-tiles";
import { PipelineStrip } from "@/modules/crm/opportunities/components/pipeline-strip";
import { HomePage } from "@/modules/platform/data/home/components/home-page";
import { OverdueItems } from "@/modules/platform/data/today/components/overdue-items";
import { SinceYesterday } from "@/modules/platform/history/notifications/components/since-yesterday";

/** The page Home with the parts of the modules that the member may see. */
export function HomeScreen() {
  const { can, support } = useWorkspace();
  const [pipelineId, setPipelineId] = useQueryState("pipeline", parseAsString);
  const sells = can("opportunity:view");
  const side = (people: TilePeople) => (
    <>
      <OverdueItems />
      {sells && typeof people === "string" ? <FollowUpPanel scope={people} /> : null}
      <SinceYesterday />
    </>
  );
  return (
    <HomePage
      top={(people) =>
        sells ? (
          <PipelineStrip people={people} pipelineId={pipelineId} onPipeline={(id) => void setPipelineId(id)} />
        ) : null
      }
      main={(people) => (sells ? <SalesTiles people={people} /> : null)}
      // The day and the inbox belong to the member.
      {...(support ? {} : { side })}
    />
  );
}
